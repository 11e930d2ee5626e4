import { expect, test } from 'vitest';
import { allSettled } from '../../local/all-settled.ts';

test('work side by side gives its results in order', async () => {
  expect(await allSettled([Promise.resolve(1), Promise.resolve('two')])).toEqual([1, 'two']);
});

test('a failure is told when the rest has ended, and not before', async () => {
  const slow = Promise.withResolvers<string>();
  let isOver = false;
  const both = allSettled([Promise.reject(new Error('no Java')), slow.promise]).finally(() => {
    isOver = true;
  });
  both.catch(() => undefined);
  await new Promise((done) => setImmediate(done));
  expect(isOver).toBe(false);
  slow.resolve('ended');
  await expect(both).rejects.toThrow('no Java');
});
