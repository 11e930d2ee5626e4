import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lockState } from '../../local/state-lock.ts';
import { temporaryFolder } from './temporary-folder.ts';

const holder = fileURLToPath(new URL('hold-state-lock.ts', import.meta.url));

/** Another process that holds the lock of a folder until it is killed. */
async function holdElsewhere(folder: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [holder, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

test('a second process is refused with the id of the first and the way out', async () => {
  using folder = temporaryFolder();
  const child = await holdElsewhere(folder.path);
  expect(() => lockState(folder.path)).toThrow(
    new RegExp(`in use by process ${child.pid}, http://localhost:8080\\.\\n.*kill ${child.pid}\\n.*AETHER_STATE=`),
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('the lock of a killed process is taken over', async () => {
  using folder = temporaryFolder();
  const child = await holdElsewhere(folder.path);
  child.kill('SIGKILL');
  await once(child, 'exit');
  using lock = lockState(folder.path);
  lock.announce('http://localhost:1');
  expect(() => lockState(folder.path)).toThrow(`process ${process.pid}`);
});

test('a lock whose process id now belongs to another program is taken over', () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'lock'), JSON.stringify({ pid: process.pid, startedAt: 'earlier', address: null }));
  using lock = lockState(folder.path);
  lock.announce('http://localhost:1');
});

test('a lock that nobody can read is taken over', () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'lock'), '{"pid":');
  using lock = lockState(folder.path);
  lock.announce('http://localhost:1');
});

test('the lock is gone after an orderly stop', () => {
  using folder = temporaryFolder();
  lockState(folder.path)[Symbol.dispose]();
  expect(existsSync(join(folder.path, 'lock'))).toBe(false);
});
