import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Database } from '@aether/common/graph';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { startNeo4j } from '../../local/neo4j/start-neo4j.ts';
import type { Neo4jOptions } from '../../local/neo4j/running-neo4j.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';

const standIn = fileURLToPath(new URL('docker-stand-in.mjs', import.meta.url));

let folder: TemporaryFolder;
let lines: string[];
const inFolder = (name: string) => join(folder.path, name);
const calls = (): string[][] =>
  readFileSync(inFolder('calls'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const options = (more: Partial<Neo4jOptions> = {}): Neo4jOptions => ({
  uri: null,
  stateFolder: inFolder('state'),
  docker: true,
  say: (line) => lines.push(line),
  ...more,
});

/** A machine whose PATH holds nothing but what a test puts there. */
beforeEach(() => {
  folder = temporaryFolder();
  lines = [];
  vi.stubEnv('PATH', folder.path);
  vi.stubEnv('JAVA_HOME', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder[Symbol.dispose]();
});

function installDocker(): void {
  writeFileSync(inFolder('docker'), `#!/bin/sh\nexec '${process.execPath}' '${standIn}' "$@"\n`);
  chmodSync(inFolder('docker'), 0o755);
  vi.stubEnv('PATH', [folder.path, '/bin', '/usr/bin'].join(delimiter));
  vi.stubEnv('DOCKER_STAND_IN', folder.path);
  vi.stubEnv('NEO4J_URI', inject('neo4jUri'));
}

describe('a container', () => {
  test('is started when a daemon answers, is usable, and is stopped in order', async () => {
    installDocker();
    const neo4j = await startNeo4j(options());
    await using database = new Database(neo4j);
    await database.verify();
    await neo4j[Symbol.asyncDispose]();
    expect(neo4j.description).toContain('neo4j:5.26.25-community');
    expect(calls().map(([verb]) => verb)).toEqual(['version', 'image', 'pull', 'rm', 'run', 'stop']);
    const run = calls().find(([verb]) => verb === 'run');
    expect(run).toEqual(expect.arrayContaining(['NEO4J_AUTH=none', 'NEO4J_db_tx__log_rotation_size=32m']));
    expect(run).toContain(`${inFolder('state')}/neo4j/home/data:/data`);
  });

  test('announces the pull of its image, once', async () => {
    installDocker();
    await (await startNeo4j(options()))[Symbol.asyncDispose]();
    expect(lines.join('\n')).toMatch(/pulling neo4j:5\.26\.25-community \(about 600 MB/);
    lines = [];
    await (await startNeo4j(options()))[Symbol.asyncDispose]();
    expect(lines).toEqual([]);
  });

  test('left by a killed process is removed before the next one takes its store', async () => {
    installDocker();
    await startNeo4j(options());
    await (await startNeo4j(options()))[Symbol.asyncDispose]();
    const names = calls().flatMap((words) => (words[0] === 'rm' ? words.at(-1) : []));
    expect(new Set(names).size).toBe(1);
    expect(existsSync(inFolder('container'))).toBe(false);
  });
});

describe('without a way to run Neo4j', () => {
  test('one error names the three ways out', async () => {
    const error = await startNeo4j(options()).catch((reason: unknown) => String(reason));
    expect(error).toContain('there is no Java and no Docker daemon answers');
    for (const way of ['Java and Maven', 'Docker:', 'NEO4J_URI=bolt://']) expect(error).toContain(way);
  });

  test('a docker without a daemon counts as no Docker', async () => {
    installDocker();
    writeFileSync(inFolder('no-daemon'), '');
    vi.stubEnv('JAVA_HOME', inFolder('nowhere'));
    await expect(startNeo4j(options())).rejects.toThrow(/Three ways out/);
  });

  test('an image that cannot be pulled leads on to Java, and says so', async () => {
    installDocker();
    writeFileSync(inFolder('no-network'), '');
    vi.stubEnv('JAVA_HOME', inFolder('nowhere'));
    await expect(startNeo4j(options())).rejects.toThrow(/Three ways out/);
    expect(lines.at(-1)).toMatch(/could not be pulled \(.*no such host\); going on without Docker/);
  });

  test('--no-docker does not even ask the daemon', async () => {
    installDocker();
    vi.stubEnv('JAVA_HOME', inFolder('nowhere'));
    await expect(startNeo4j(options({ docker: false }))).rejects.toThrow(/leave out --no-docker/);
    expect(existsSync(inFolder('calls'))).toBe(false);
  });

  test('a Java that is too old is named with its version', async () => {
    writeFileSync(inFolder('java'), '#!/bin/sh\necho \'openjdk version "11.0.2" 2019-01-15\' >&2\n');
    chmodSync(inFolder('java'), 0o755);
    symlinkSync('/bin/sh', inFolder('sh'));
    await expect(startNeo4j(options())).rejects.toThrow(/Java 11 is too old \(17 or later is needed\)/);
  });
});

describe('NEO4J_URI', () => {
  test('is used as it is and left running', async () => {
    const uri = inject('neo4jUri');
    const neo4j = await startNeo4j(options({ uri }));
    await neo4j[Symbol.asyncDispose]();
    await using database = new Database(neo4j);
    await database.verify();
    expect(neo4j.uri).toBe(uri);
  });

  test('that is no address is refused with an example', async () => {
    await expect(startNeo4j(options({ uri: 'localhost:7687' }))).rejects.toThrow(
      /Write it like bolt:\/\/localhost:7687/,
    );
  });

  test('where nothing answers is refused with the way out', async () => {
    const signal = AbortSignal.timeout(200);
    await expect(startNeo4j(options({ uri: 'bolt://127.0.0.1:9', signal }))).rejects.toThrow(
      /Nothing answers at NEO4J_URI/,
    );
  });
});
