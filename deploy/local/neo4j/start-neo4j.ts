import { LauncherError } from '../launcher-error.ts';
import { attachNeo4j } from './attach-neo4j.ts';
import { dockerDaemonAnswers, startNeo4jContainer } from './docker-neo4j.ts';
import { startNeo4jJvm } from './jvm-neo4j.ts';
import { findJava } from './find-java.ts';
import type { Neo4jOptions, RunningNeo4j } from './running-neo4j.ts';

/**
 * Gives a Neo4j by the first way that this machine has: the server of `NEO4J_URI`, a container, a local JVM.
 * @throws LauncherError with the three ways out when it has none
 */
export async function startNeo4j(options: Neo4jOptions): Promise<RunningNeo4j> {
  if (options.uri !== null) return attachNeo4j(options.uri, options);
  if (options.docker && (await dockerDaemonAnswers())) {
    const container = await startNeo4jContainer(options);
    if (container !== null) return container;
  }
  const java = await findJava();
  if (java.kind === 'found') return startNeo4jJvm(java, options);
  const problem = java.kind === 'old' ? `Java ${java.version} is too old (17 or later is needed)` : 'there is no Java';
  throw new LauncherError(
    `Aether keeps its record in Neo4j, but ${problem} and no Docker daemon answers. Three ways out:`,
    [
      'Java and Maven: install Java 17 or later and Maven (Debian and Ubuntu: apt install default-jre-headless maven; macOS: brew install openjdk maven)',
      options.docker ? 'Docker: install it, or start its daemon' : 'Docker: leave out --no-docker and start its daemon',
      'A server of your own: NEO4J_URI=bolt://host:7687 NEO4J_USER=neo4j NEO4J_PASSWORD=… npm start',
    ],
  );
}
