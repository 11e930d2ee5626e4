import type { SubgraphResult } from '@aether/common/service';
import { expect, test } from 'vitest';
import { HubRegistry } from '../src/subscriptions/hub-registry.ts';
import type { SharedStream } from '../src/subscriptions/shared-stream.ts';
import { viewerOf } from './test-subgraphs.ts';

/** A source that sends as fast as it can. */
async function* flood(from: number, count: number): AsyncIterableIterator<SubgraphResult> {
  for (let seq = from + 1; seq <= from + count; seq += 1) yield { data: { events: { seq } } };
}

const stream = (open: SharedStream['open'], after: number | null = 0): SharedStream => ({
  subgraph: 'executions',
  operation: 'subscription { … }',
  variables: { id: 'exe_1' },
  responseName: 'events',
  cursorVariable: 'after',
  exclusive: false,
  after,
  viewer: viewerOf('a'),
  open,
});

test('lets a reader go that is 1,000 events behind, with the seq to resume from', async () => {
  const hubs = new HubRegistry();
  const events = await hubs.subscribe(stream(async () => flood(0, 5_000)));
  if (!(Symbol.asyncIterator in events)) throw new Error('refused');
  await events.next();
  await new Promise((resolve) => setImmediate(resolve));
  await expect(
    (async () => {
      for await (const _event of events);
    })(),
  ).rejects.toMatchObject({ code: 'RESUME_FROM', facts: { after: 1, buffered: 1_000 } });
  expect(hubs.size).toBe(0);
});

test('answers the refusal of the owner and asks again for the next subscriber', async () => {
  const hubs = new HubRegistry();
  const refusal = { errors: [{ message: 'There is no such run.' }] };
  expect(await hubs.subscribe(stream(async () => refusal))).toBe(refusal);
  const events = await hubs.subscribe(stream(async () => flood(0, 1)));
  expect(Symbol.asyncIterator in events).toBe(true);
});
