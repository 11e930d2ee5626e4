import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { repositoryRoot } from '../../local/repository-root.ts';
import { temporaryFolder } from './temporary-folder.ts';

function bootstrap(words: readonly string[], environment: Record<string, string> = {}) {
  const entry = join(repositoryRoot, 'deploy/local/bootstrap.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...words], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return { status, output: stdout + stderr };
}

test('an unknown verb lists the verbs', () => {
  const { status, output } = bootstrap(['launch']);
  expect(status).toBe(2);
  for (const verb of ['start', 'test:full', 'doctor', 'reset']) expect(output).toContain(`npm run ${verb}`);
});

test('the options of a start are told without starting', () => {
  const { status, output } = bootstrap(['start', '--help']);
  expect(status).toBe(0);
  for (const option of ['--empty', '--sign-in-link', '--no-docker']) expect(output).toContain(option);
  expect(output).not.toContain('ready');
});

test('every script of package.json that names the bootstrap names a verb that exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  const verbs = Object.values<string>(scripts).flatMap((script) => /bootstrap\.mjs (\S+)/.exec(script)?.[1] ?? []);
  const { output } = bootstrap(['']);
  for (const verb of verbs) expect(output).toContain(`npm run ${verb}`);
});

describe('reset', () => {
  test('asks before it removes, and removes nothing when nobody can answer', () => {
    using folder = temporaryFolder();
    const { status, output } = bootstrap(['reset'], { AETHER_STATE: folder.path });
    expect(status).toBe(1);
    expect(output).toContain('npm run reset -- --yes');
    expect(existsSync(folder.path)).toBe(true);
  });

  test('removes the state folder with --yes', () => {
    using folder = temporaryFolder();
    const state = join(folder.path, 'state');
    mkdirSync(state);
    const { status } = bootstrap(['reset', '--yes'], { AETHER_STATE: state });
    expect(status).toBe(0);
    expect(existsSync(state)).toBe(false);
  });

  test('refuses while an instance runs', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'lock'), JSON.stringify({ pid: process.pid, startedAt: '', address: null }));
    const { status, output } = bootstrap(['reset', '--yes'], { AETHER_STATE: folder.path });
    expect(status).toBe(1);
    expect(output).toContain(`kill ${process.pid}`);
  });
});

describe('doctor', () => {
  test('names a busy port with the way out and fails', async () => {
    using folder = temporaryFolder();
    const port = await freePort();
    const server = createServer().listen(port);
    await once(server, 'listening');
    const { status, output } = bootstrap(['doctor'], {
      AETHER_STATE: folder.path,
      AETHER_PORT: String(port),
      NEO4J_URI: '',
    });
    server.close();
    expect(status).toBe(1);
    expect(output).toContain(`${port} is busy: choose another one with AETHER_PORT`);
  });

  test('says which database the start would use', () => {
    using folder = temporaryFolder();
    const environment = { AETHER_STATE: folder.path, NEO4J_URI: 'bolt://127.0.0.1:9' };
    expect(bootstrap(['doctor'], environment).output).toContain('nothing answers at NEO4J_URI=bolt://127.0.0.1:9');
  });
});
