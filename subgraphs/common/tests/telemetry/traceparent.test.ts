import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { extractTraceparent, traceparentOf, withSpan } from '../../src/telemetry/index.ts';

const header = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

test('a traceparent passes through a process without a collector', async () => {
  const parent = extractTraceparent(header);
  expect(traceparentOf(parent)).toBe(header);
  const inside = await withSpan('work', {}, async (span) => traceparentOf(trace.setSpan(parent, span)), { parent });
  expect(inside).toBe(header);
});

test.each([
  null,
  '',
  'nonsense',
  '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
  'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01',
])('the header %j begins no trace', (malformed) => {
  expect(traceparentOf(extractTraceparent(malformed))).toBeNull();
});

test('of a later version and of unknown flags the known part is kept', () => {
  const later = '01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff-more';
  expect(traceparentOf(extractTraceparent(later))).toBe(header);
});

test('a context without a trace has no traceparent', () => expect(traceparentOf(ROOT_CONTEXT)).toBeNull());

test('the error of a span is thrown as it was', async () => {
  const error = new Error('as it was');
  await expect(withSpan('work', {}, () => Promise.reject(error))).rejects.toBe(error);
});
