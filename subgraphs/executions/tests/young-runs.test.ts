import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../src/event.ts';
import { YoungRuns } from '../src/journal/young-runs.ts';

const KEY = { tenantId: 'tnt_a', executionId: 'exe_1' };
const event = (seq: number | null, name: StreamEvent['name'] = 'step-start'): StreamEvent => ({
  seq,
  name,
  at: '2026-01-01T00:00:00.000Z',
  data: {},
});

function begun(): YoungRuns {
  const runs = new YoungRuns();
  runs.begin(KEY, 'usr_1');
  runs.add(KEY, [event(1, 'execution-queued')]);
  return runs;
}

describe('runs that were accepted here and have not ended', () => {
  it('are known with all their durable events, under their own tenant only', () => {
    const runs = begun();
    runs.add(KEY, [event(2, 'execution-running'), event(null, 'text-preview'), event(3)]);
    expect(runs.find(KEY)).toMatchObject({ id: 'exe_1', startedById: 'usr_1', status: 'RUNNING', lastSeq: 3 });
    expect(runs.find(KEY)?.events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(runs.find({ ...KEY, tenantId: 'tnt_b' })).toBeNull();
  });

  it('are forgotten when a number is missing: another process wrote it', () => {
    const runs = begun();
    runs.add(KEY, [event(3)]);
    expect(runs.find(KEY)).toBeNull();
    runs.add(KEY, [event(4)]);
    expect(runs.find(KEY)).toBeNull();
  });

  it('are forgotten with their last event', () => {
    const runs = begun();
    runs.add(KEY, [event(2, 'execution-end')]);
    expect(runs.find(KEY)).toBeNull();
  });

  it('are forgotten when they have told much, or when many younger ones came', () => {
    const talkative = begun();
    talkative.add(
      KEY,
      Array.from({ length: 50 }, (_, index) => event(index + 2)),
    );
    expect(talkative.find(KEY)).toBeNull();

    const many = begun();
    for (let index = 0; index < 2_000; index += 1) many.begin({ ...KEY, executionId: `exe_x${index}` }, 'usr_1');
    expect(many.find(KEY)).toBeNull();
  });

  it('are not known before their first event is committed', () => {
    const runs = new YoungRuns();
    runs.begin(KEY, 'usr_1');
    expect(runs.find(KEY)).toBeNull();
  });
});
