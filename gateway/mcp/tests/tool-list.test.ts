import { setImmediate as turn } from 'node:timers/promises';
import type { ToolReportInput } from '@aether/schema';
import { expect, test } from 'vitest';
import type { ToolServerUnavailableError } from '../src/errors.ts';
import { type Definitions, ToolList } from '../src/upstream/tool-list.ts';

/** @param read what the list says the first time, the second … */
function listOf(read: (time: number, list: ToolList) => string) {
  const listed: Definitions[] = [];
  let reads = 0;
  const list: ToolList = new ToolList({
    server: 'test',
    clock: { monotonicMs: () => 0 },
    limits: { listMs: 60_000, staleListMs: 600_000 },
    isStateless: false,
    async read() {
      reads += 1;
      await turn();
      const name = read(reads, list);
      return new Map([[name, { name } as ToolReportInput]]);
    },
    onListed: (definitions) => listed.push(definitions),
    onFailed: async (error) => error as ToolServerUnavailableError,
  });
  const namesOf = (definitions: Definitions) => [...definitions.keys()];
  return { list, listed: () => listed.flatMap(namesOf), reads: () => reads, namesOf };
}

test('whoever comes while it is read waits for the one reading', async () => {
  const { list, reads, namesOf } = listOf(() => 'echo');
  expect((await Promise.all([list.read(), list.read()])).map(namesOf)).toEqual([['echo'], ['echo']]);
  expect(reads()).toBe(1);
});

test('a change while it is read has it read once more, and what was there before is told to nobody', async () => {
  const { list, listed, reads, namesOf } = listOf((time, changing) => {
    // Many at once, as of a server that adds one tool after the other.
    if (time === 1) for (let each = 0; each < 10; each += 1) void changing.changed();
    return time === 1 ? 'old' : 'new';
  });
  expect(namesOf(await list.read())).toEqual(['new']);
  expect([reads(), listed()]).toEqual([2, ['new']]);
});

test('one that changes each time that it is read is left, and what was read is not used', async () => {
  const { list, listed, reads } = listOf((_, changing) => {
    changing.changed().catch(() => {});
    return 'echo';
  });
  const problem = expect.stringContaining('change each time');
  await expect(list.read()).rejects.toMatchObject({ code: 'TOOL_SERVER_UNAVAILABLE', facts: { problem } });
  expect([reads(), listed(), list.standing]).toEqual([3, [], null]);
});
