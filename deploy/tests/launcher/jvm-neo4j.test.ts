import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from '@aether/common/graph';
import { expect, test } from 'vitest';
import { startNeo4jJvm } from '../../local/neo4j/jvm-neo4j.ts';
import { NEO4J_VERSION } from '../../local/neo4j/neo4j-version.ts';
import { repositoryRoot } from '../../local/repository-root.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('a JVM that dies comes back on the same port, and stops in order', { timeout: 180_000 }, async () => {
  using folder = temporaryFolder();
  const back = Promise.withResolvers<void>();
  const say = (line: string) => {
    if (line === 'Neo4j answers again') back.resolve();
  };
  const neo4j = await startNeo4jJvm('java', { uri: null, stateFolder: folder.path, docker: false, say });
  await using database = new Database(neo4j);
  await database.migrate('CREATE (:Fact {tenantId: "test"})');
  const [pid] = processesNaming(folder.path);
  process.kill(Number(pid), 'SIGKILL');
  await back.promise;
  await database.verify();
  await neo4j[Symbol.asyncDispose]();
  expect(processesNaming(folder.path)).toEqual([]);
  const log = readFileSync(join(folder.path, 'neo4j/home/logs/debug.log'), 'utf8');
  expect(log).toContain('Recovery required');
  expect(existsSync(join(folder.path, 'neo4j/home/data/databases/neo4j'))).toBe(true);
});

test('pom.xml and code name the same version', () => {
  const pom = readFileSync(join(repositoryRoot, 'deploy/local/neo4j/pom.xml'), 'utf8');
  expect(pom).toContain(`<artifactId>neo4j</artifactId>\n      <version>${NEO4J_VERSION}</version>`);
});

function processesNaming(text: string): string[] {
  const table = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .flatMap((line) => (line.includes(text) && !line.includes('ps -eo') ? (line.trim().split(' ')[0] ?? []) : []));
}
