import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { launch } from './launched-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const EMPTY = ['--empty'];

test(
  'starts on an empty folder, refuses a second process, survives kill -9, stops in order',
  { timeout: 240_000 },
  async () => {
    using folder = temporaryFolder();
    const port = await freePort();
    const environment = { AETHER_STATE: folder.path, AETHER_PORT: String(port) };
    const ready = async () => (await fetch(`http://127.0.0.1:${port}/ready`)).status;

    await using first = launch(environment, EMPTY);
    await first.printed(/Aether is ready on/);
    const [, link] = await first.printed(/it works once:\s+(http\S+)/);
    expect(link).toContain(`http://localhost:${port}/`);
    expect(await ready()).toBe(200);

    await using second = launch({ ...environment, AETHER_PORT: String(await freePort()) });
    expect(await second.ended()).toBe(1);
    expect(second.output()).toContain(`in use by process ${first.process.pid}, http://localhost:${port}`);

    using elsewhere = temporaryFolder();
    await using third = launch({ AETHER_STATE: elsewhere.path, AETHER_PORT: String(port) });
    expect(await third.ended()).toBe(1);
    expect(third.output()).toContain(`Port ${port} is busy`);

    first.process.kill('SIGKILL');
    await first.ended();
    await using again = launch(environment, EMPTY);
    await again.printed(/Aether is ready on/);
    expect(await ready()).toBe(200);

    again.process.kill('SIGINT');
    expect(await again.ended()).toBe(0);
    expect(again.output()).toContain('stopping in order');
    expect(existsSync(join(folder.path, 'lock'))).toBe(false);
  },
);

test('an unknown option and a wrong variable are said without a stack', async () => {
  using folder = temporaryFolder();
  await using option = launch({ AETHER_STATE: folder.path }, ['--no-dokcer']);
  expect(await option.ended()).toBe(1);
  expect(option.output()).toMatch(/^✗ Unknown option '--no-dokcer'/);
  await using variable = launch({ AETHER_STATE: folder.path, AETHER_PORT: 'eighty' });
  expect(await variable.ended()).toBe(1);
  expect(variable.output()).toMatch(/^✗ The configuration is not valid:\n {2}- AETHER_PORT/);
});
