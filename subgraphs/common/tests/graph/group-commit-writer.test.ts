import { describe, expect, test } from 'vitest';
import { GroupCommitWriter, WriterOverloadedError } from '../../src/graph/group-commit-writer.ts';

interface Row {
  readonly id: string;
  readonly values: readonly number[];
}

class RefusedError extends Error {}
class GuiltyError extends Error {}

function writer(options: {
  readonly batches: Row[][];
  readonly fold?: boolean;
  readonly maximumWaiting?: number;
  readonly fail?: (rows: readonly Row[]) => Error | null;
  readonly gate?: Promise<void>;
}) {
  return new GroupCommitWriter<Row, number>({
    keyOf: (row) => row.id,
    ...(options.fold === false
      ? {}
      : { fold: (earlier: Row, later: Row) => ({ ...earlier, values: [...earlier.values, ...later.values] }) }),
    write: async (rows) => {
      await options.gate;
      const error = options.fail?.(rows);
      if (error) throw error;
      options.batches.push([...rows]);
      return new Map(rows.filter((row) => row.id !== 'stale').map((row) => [row.id, row.values.length]));
    },
    refused: (row) => new RefusedError(row.id),
    isRowFault: (error) => error instanceof GuiltyError,
    ...(options.maximumWaiting === undefined ? {} : { maximumWaiting: options.maximumWaiting }),
  });
}

describe('the group commit writer', () => {
  test('writes what arrives together in one transaction, sorted by key', async () => {
    const batches: Row[][] = [];
    await using group = writer({ batches });
    await Promise.all(['c', 'a', 'b'].map((id) => group.add({ id, values: [1] })));
    expect(batches.map((batch) => batch.map((row) => row.id))).toEqual([['a', 'b', 'c']]);
  });

  test('folds rows of one key into one and answers all callers', async () => {
    const batches: Row[][] = [];
    await using group = writer({ batches });
    expect(await Promise.all([1, 2, 3].map((value) => group.add({ id: 'a', values: [value] })))).toEqual([3, 3, 3]);
    expect(batches).toEqual([[{ id: 'a', values: [1, 2, 3] }]]);
  });

  test('keeps a second row of a key for the next transaction when rows cannot be folded', async () => {
    const batches: Row[][] = [];
    await using group = writer({ batches, fold: false });
    await Promise.all([1, 2].map((value) => group.add({ id: 'a', values: [value] })));
    expect(batches).toHaveLength(2);
  });

  test('writes two batches at once, and never one key in both', async () => {
    const begun: { readonly keys: readonly string[]; readonly end: () => void }[] = [];
    const group = new GroupCommitWriter<Row, number>({
      keyOf: (row) => row.id,
      fold: (earlier, later) => ({ ...earlier, values: [...earlier.values, ...later.values] }),
      write: async (rows) => {
        await new Promise<void>((end) => begun.push({ keys: rows.map((row) => row.id), end }));
        return new Map(rows.map((row) => [row.id, row.values.length]));
      },
      refused: (row) => new RefusedError(row.id),
      isRowFault: () => false,
      windowMs: 0,
      parallel: 2,
    });
    const first = group.add({ id: 'a', values: [1] });
    await expect.poll(() => begun.length).toBe(1);
    const others = ['a', 'b', 'a', 'c'].map((id) => group.add({ id, values: [2] }));
    await expect.poll(() => begun.length).toBe(2);
    expect(begun.map(({ keys }) => keys)).toEqual([['a'], ['b', 'c']]);

    begun[1]?.end();
    expect(await others[1]).toBe(1);
    expect(begun).toHaveLength(2);

    begun[0]?.end();
    expect(await first).toBe(1);
    await expect.poll(() => begun.length).toBe(3);
    const closed = group[Symbol.asyncDispose]();
    begun[2]?.end();
    expect(await Promise.all([others[0], others[2]])).toEqual([2, 2]);
    await closed;
  });

  test('shares out what waits among the transactions that may begin, and no less than is worth one', async () => {
    const sizes: number[] = [];
    await using group = new GroupCommitWriter<Row, number>({
      keyOf: (row) => row.id,
      write: async (rows) => {
        sizes.push(rows.length);
        return new Map(rows.map((row) => [row.id, row.values.length]));
      },
      refused: (row) => new RefusedError(row.id),
      isRowFault: () => false,
      parallel: 2,
    });
    const write = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => group.add({ id: `r${index}`, values: [] })));
    await write(101);
    await write(19);
    expect(sizes).toEqual([51, 50, 19]);
  });

  test('refuses a row that the statement did not write, and no other', async () => {
    await using group = writer({ batches: [] });
    const results = await Promise.allSettled(['a', 'stale', 'b'].map((id) => group.add({ id, values: [1] })));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: expect.any(RefusedError) });
  });

  test('halves a batch down to the guilty row, which fails alone', async () => {
    const batches: Row[][] = [];
    await using group = writer({
      batches,
      fail: (rows) => (rows.some((row) => row.id === 'r13') ? new GuiltyError() : null),
    });
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => group.add({ id: `r${index}`, values: [1] })),
    );
    expect(results.filter((result) => result.status === 'rejected')).toHaveLength(1);
    expect(results[13]?.status).toBe('rejected');
    expect(batches.flat()).toHaveLength(49);
  });

  test('fails all rows of a batch when the database is away, without trying row by row', async () => {
    let tries = 0;
    await using group = writer({
      batches: [],
      fail: () => {
        tries += 1;
        return new Error('away');
      },
    });
    const results = await Promise.allSettled(['a', 'b', 'c'].map((id) => group.add({ id, values: [1] })));
    expect(results.every((result) => result.status === 'rejected')).toBe(true);
    expect(tries).toBe(1);
  });

  test('refuses more than it may hold instead of growing', async () => {
    const gate = Promise.withResolvers<void>();
    await using group = writer({ batches: [], maximumWaiting: 5, gate: gate.promise });
    const accepted = Array.from({ length: 5 }, (_, index) => group.add({ id: `r${index}`, values: [1] }));
    await expect(group.add({ id: 'more', values: [1] })).rejects.toThrow(WriterOverloadedError);
    gate.resolve();
    await Promise.all(accepted);
  });

  test('writes what waits before it is disposed', async () => {
    const batches: Row[][] = [];
    const group = writer({ batches });
    const added = group.add({ id: 'a', values: [1] });
    await group[Symbol.asyncDispose]();
    expect(batches).toHaveLength(1);
    await added;
  });
});
