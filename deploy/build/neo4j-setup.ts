import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startNeo4j } from '../local/neo4j/start-neo4j.ts';
import { root } from './vitest.shared.ts';

declare module 'vitest' {
  interface ProvidedContext {
    neo4jUri: string;
  }
}

/**
 * Gives the tests a real Neo4j: the one that NEO4J_URI names, else an empty one of their own under `.aether-test/`. Tests ask
 * with `inject('neo4jUri')`; processes that they start find the same address in NEO4J_URI. Tests share it: each takes
 * its own tenant.
 */
export default async function neo4jSetup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['NEO4J_URI'];
  if (given !== undefined) {
    project.provide('neo4jUri', given);
    return undefined;
  }
  const stateFolder = join(root, '.aether-test', String(process.pid));
  const neo4j = await startNeo4j({
    uri: null,
    stateFolder,
    docker: process.env['AETHER_NO_DOCKER'] === undefined,
    say: (line) => console.log(line),
  });
  process.env['NEO4J_URI'] = neo4j.uri;
  project.provide('neo4jUri', neo4j.uri);
  return async () => {
    // The store goes with the run: no reason to wait for an orderly stop.
    neo4j.stopAtOnce();
    await neo4j[Symbol.asyncDispose]();
    rmSync(stateFolder, { recursive: true, force: true });
  };
}
