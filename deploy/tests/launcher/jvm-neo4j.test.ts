import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from '@aether/common/graph';
import { expect, test } from 'vitest';
import { ClassArchive } from '../../local/neo4j/class-archive.ts';
import { type FoundJava, findJava } from '../../local/neo4j/find-java.ts';
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
  const neo4j = await startNeo4jJvm(await anyJava(), { uri: null, stateFolder: folder.path, docker: false, say });
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

test('its classes are archived at an orderly stop, for this build of Java only', async () => {
  using folder = temporaryFolder();
  const java = await anyJava();
  const before = new ClassArchive(folder.path, java);
  const partial = before.wanted();
  expect(before.flags()).toContain('-XX:+RecordDynamicDumpInfo');
  before.keep();
  expect(readdirSync(folder.path)).toEqual([]);

  writeFileSync(join(folder.path, 'classes-of-another-java.jsa'), '');
  writeFileSync(String(partial), 'classes');
  before.keep();
  const [archive, ...others] = readdirSync(folder.path);
  expect(others).toEqual([]);
  const after = new ClassArchive(folder.path, java);
  expect(after.wanted()).toBeNull();
  expect(after.flags()).toContain(`-XX:SharedArchiveFile=${join(folder.path, String(archive))}`);
  expect(new ClassArchive(folder.path, { ...java, build: 'another' }).wanted()).not.toBeNull();
});

async function anyJava(): Promise<FoundJava> {
  const java = await findJava();
  if (java.kind !== 'found') throw new Error('The tests need a Java.');
  return java;
}

function processesNaming(text: string): string[] {
  const table = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .flatMap((line) => (line.includes(text) && !line.includes('ps -eo') ? (line.trim().split(' ')[0] ?? []) : []));
}
