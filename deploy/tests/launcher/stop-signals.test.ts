import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('stop-slowly.ts', import.meta.url));

/** A process that prints its lines, waits for a signal, and then would take for ever to stop. */
async function start() {
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  expect(await next()).toBe('running');
  return { child, next };
}

test('the first signal asks for an orderly stop, the second means now', async () => {
  const { child, next } = await start();
  child.kill('SIGINT');
  expect(await next()).toContain('Stopping');
  expect(await next()).toBe('the same key press is over');
  child.kill('SIGINT');
  expect(await next()).toContain('Stopped at once');
  expect(await next()).toBe('emergency');
  const [code] = await once(child, 'exit');
  expect(code).toBe(130);
});

test('one key press that arrives twice counts once', async () => {
  const { child, next } = await start();
  child.kill('SIGINT');
  expect(await next()).toContain('Stopping');
  child.kill('SIGTERM');
  expect(await next()).toBe('the same key press is over');
  child.kill('SIGKILL');
  await once(child, 'exit');
});
