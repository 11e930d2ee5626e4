import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeTime, fakeTimeIsInstalled } from '../src/fake-time.ts';
import { startProgram } from '../src/program-under-test.ts';

const PROGRAM = new URL('fixtures/standing-program.ts', import.meta.url);

test('a program stands still at an armed point, passes others, and its log can be read', async () => {
  await using program = startProgram(PROGRAM);
  await program.heard('ready');
  program.tell({ name: 'arm', point: 'second' });
  program.tell({ name: 'go' });
  expect(await program.reached('second')).toMatchObject({ fact: 7 });
  program.tell({ name: 'pass', point: 'second' });
  await program.heard('done');
  expect(program.log()).toMatchObject([{ msg: 'it runs', code: 'STARTED' }]);
});

test('a program that is killed at a point goes no further, and says so to whoever waits for it', async () => {
  await using program = startProgram(PROGRAM);
  await program.heard('ready');
  program.tell({ name: 'arm', point: 'first' });
  program.tell({ name: 'go' });
  await program.reached('first');
  await program.kill();
  await expect(program.heard('done')).rejects.toThrow('ended before it said "done"');
});

test('a program that is paused answers when it goes on', async () => {
  await using program = startProgram(PROGRAM);
  await program.heard('ready');
  program.pause();
  program.tell({ name: 'go' });
  const done = program.heard('done');
  await expect(Promise.race([done, new Promise((resolve) => setTimeout(resolve, 300, 'silent'))])).resolves.toBe(
    'silent',
  );
  program.resume();
  await done;
});

test.skipIf(!fakeTimeIsInstalled())('the clock of a whole process is wrong, and jumps while it runs', async () => {
  const time = fakeTime(join(mkdtempSync(join(tmpdir(), 'aether-time-')), 'offset'), -300);
  await using program = startProgram(PROGRAM, { environment: time.environment });
  await program.heard('ready');
  program.tell({ name: 'go' });
  const behind = Number((await program.heard('done'))['nowMs']) - Date.now();
  expect(behind).toBeLessThan(-290_000);
  time.set(300);
  await expect
    .poll(
      async () => {
        program.tell({ name: 'go' });
        return Number((await program.heard('done'))['nowMs']) - Date.now();
      },
      { timeout: 15_000 },
    )
    .toBeGreaterThan(280_000);
});
