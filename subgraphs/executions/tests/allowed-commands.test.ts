import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { executionsConfig } from '../src/index.ts';
import { AllowedCommands } from '../src/egress/allowed-commands.ts';

const use = (program: string, facts: Partial<Parameters<AllowedCommands['run']>[0]> = {}) => ({
  program,
  arguments: [],
  input: '',
  maximumBytes: 1_000,
  timeoutMs: 20_000,
  signal: new AbortController().signal,
  ...facts,
});
const SHELL = '/bin/sh';
const shell = (script: string, facts: Partial<Parameters<AllowedCommands['run']>[0]> = {}) =>
  new AllowedCommands([SHELL]).run(use(SHELL, { arguments: ['-c', script], ...facts }));

/** One that has ended and that nobody has asked about yet counts as ended. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

test('without a word of an administrator no program runs', async () => {
  expect(executionsConfig({}).allowedCommands).toEqual([]);
  await expect(new AllowedCommands([]).run(use('/bin/true'))).rejects.toMatchObject({ code: 'COMMAND_NOT_ALLOWED' });
  await expect(new AllowedCommands(['/bin/true']).run(use('/bin/../bin/true'))).rejects.toMatchObject({
    code: 'COMMAND_NOT_ALLOWED',
  });
  expect(() => executionsConfig({ EXECUTIONS_ALLOWED_COMMANDS: 'convert' })).toThrow(/absolute paths/);
});

test('an allowed one reads its input, and sees nothing of our environment', async () => {
  process.env['SECRET_CANARY'] = 'canary';
  const text = Buffer.from(await shell('cat; env', { input: 'hello' })).toString('utf8');
  delete process.env['SECRET_CANARY'];
  expect(text).toMatch(/^hello/);
  expect(text).not.toMatch(/canary|HOME|NEO4J/);
});

test.for<[string, string, Partial<Parameters<AllowedCommands['run']>[0]>, string, RegExp]>([
  ['fails', 'echo no stock >&2; exit 3', {}, 'ENDPOINT_REFUSED', /ended with 3: no stock/],
  ['writes too much', 'yes', {}, 'ENDPOINT_ANSWER_TOO_LARGE', /1000 bytes/],
  ['never ends', 'sleep 600', { timeoutMs: 500 }, 'ENDPOINT_TIMEOUT', /within 500 ms/],
])('a program that %s is a typed failure', async ([, script, facts, code, message]) => {
  await expect(shell(script, facts)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test('one that is not there could not be run', async () => {
  await expect(new AllowedCommands(['/no/such']).run(use('/no/such'))).rejects.toMatchObject({
    code: 'ENDPOINT_UNAVAILABLE',
  });
});

test('when the run is stopped, the program and what it started end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aether-commands-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'pid');
  const stopped = new AbortController();
  const running = shell(`sleep 600 & echo $! > ${file}; wait`, { signal: stopped.signal });
  running.catch(() => undefined);
  const pid = await vi.waitFor(
    async () =>
      z.coerce
        .number()
        .min(2)
        .parse(await readFile(file, 'utf8')),
    15_000,
  );
  stopped.abort(new Error('stopped'));
  await expect(running).rejects.toThrow('stopped');
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 15_000);
});
