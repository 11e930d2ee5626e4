import { systemStatement } from '@aether/common/graph';
import { InMemoryStreams, InProcessDoorbell, type Streams } from '@aether/common/streams';
import { executeAs, subscribeAs, testViewer } from '@aether/test-support';
import { setTimeout as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';
import { allEvents, createExecutions, endOf, type Envelope, eventOf, eventsOf, startRun } from './create-executions.ts';
import { simple, started, twoSteps } from './scripted-loops.ts';

/** One step that tells `count` progresses, some at a time, once the gate is open. Needs `deltaMs: 0`. */
function chatty(count: number) {
  const gate = Promise.withResolvers<void>();
  const executeAgent: ExecuteAgent = async (journal) => {
    await journal.step({ key: 'two', type: 'LLM_INVOCATION', name: 'Two', input: 1 }, async (step) => {
      await gate.promise;
      for (let number = 0; number < count; number += 1) {
        step.progress(number / count, `${number}`);
        if (number % 50 === 0) await turn(5);
      }
      return { output: 1, ...simple };
    });
    return { output: {}, text: '', citations: [] };
  };
  return { gate, executeAgent };
}

const seqs = (events: readonly Envelope[]) => events.map(({ seq }) => seq).filter((seq) => seq !== null);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('readers that come before, in the middle and after see the same events without a gap', async () => {
  const viewer = testViewer();
  const { gate, executeAgent } = chatty(50);
  await using executions = await createExecutions({ executeAgent, config: { deltaMs: 0 } });
  const id = await startRun(executions.service, viewer);
  const early = allEvents(executions.service, viewer, id);
  await eventOf(executions.service, viewer, id, started('two'));
  const middle = allEvents(executions.service, viewer, id, 2);
  gate.resolve();
  const [first, second] = await Promise.all([early, middle]);
  const late = await allEvents(executions.service, viewer, id);
  expect(seqs(first)).toEqual(upTo(55));
  expect(seqs(second)).toEqual(upTo(55).slice(2));
  expect(late).toEqual(first.filter(({ seq }) => seq !== null));
});

test('text comes at once as preview and durably by offset', async () => {
  const viewer = testViewer();
  const [reading, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await using executions = await createExecutions({
    executeAgent: async (journal) => {
      await journal.step({ key: 'model/0', type: 'LLM_INVOCATION', name: 'Answer', input: 1 }, async (step) => {
        await reading.promise;
        for (const word of ['It ', 'is ', 'so.']) step.text(word);
        await told.promise;
        step.text(' Really.');
        return { output: 1, ...simple };
      });
      return { output: {}, text: '', citations: [] };
    },
  });
  const id = await startRun(executions.service, viewer);
  const texts: unknown[] = [];
  for await (const { seq, event } of eventsOf(executions.service, viewer, id)) {
    if (event.__typename === 'StepStarted') reading.resolve();
    if (event.__typename === 'TextDelta') told.resolve();
    if (event['text'] !== undefined) texts.push([seq === null ? 'preview' : 'durable', event['offset'], event['text']]);
  }
  expect(texts).toEqual([
    ['preview', 0, 'It '],
    ['preview', 3, 'is '],
    ['preview', 6, 'so.'],
    ['durable', 0, 'It is so.'],
    ['preview', 9, ' Really.'],
    ['durable', 9, ' Really.'],
  ]);
});

test('an after beyond the newest event is refused with a code, an after of the end completes at once', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions();
  const id = await startRun(executions.service, viewer);
  await endOf(executions.service, viewer, id);
  await expect(allEvents(executions.service, viewer, id, 99)).rejects.toMatchObject({
    extensions: { code: 'CURSOR_AHEAD', facts: { after: 99, lastSeq: 3 } },
  });
  await expect(allEvents(executions.service, viewer, id, -1)).rejects.toMatchObject({
    extensions: { code: 'VALIDATION_FAILED' },
  });
  expect(await allEvents(executions.service, viewer, id, 3)).toEqual([]);
});

const FORGET = systemStatement(
  'executions-tests.forget-events',
  'The test plays the retention of one execution of its own.',
  'MATCH (v:ExecutionEvent) WHERE v.executionId = $id AND v.seq > 0 AND v.seq < $before DELETE v RETURN count(*) AS count',
);

test('an after older than what is kept gets ResyncRequired, then the stream completes', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions();
  const id = await startRun(executions.service, viewer);
  await endOf(executions.service, viewer, id);
  await executions.parts.database.write(FORGET, { id, before: 3 }, z.object({ count: z.number() }));
  expect(await allEvents(executions.service, viewer, id)).toMatchObject([
    { seq: null, event: { __typename: 'ResyncRequired', firstSeq: 3 } },
  ]);
  expect(seqs(await allEvents(executions.service, viewer, id, 2))).toEqual([3]);
});

test('a reader that does not read is disconnected and told where to resume', async () => {
  const viewer = testViewer();
  const { gate, executeAgent } = chatty(1_200);
  await using executions = await createExecutions({ executeAgent, config: { deltaMs: 0 } });
  const id = await startRun(executions.service, viewer);
  await eventOf(executions.service, viewer, id, started('two'));
  const slow = eventsOf(executions.service, viewer, id);
  await slow.next();
  gate.resolve();
  await endOf(executions.service, viewer, id);
  const seen: (number | null)[] = [];
  const reading = (async () => {
    for await (const { seq } of slow) seen.push(seq);
  })();
  await expect(reading).rejects.toMatchObject({
    extensions: { code: 'RESUME_FROM', facts: { after: 3, limit: 1_000 } },
  });
  expect(seqs(await allEvents(executions.service, viewer, id, 3))).toHaveLength(1_202);
});

/** A bus on which everything is lost. */
function deafStreams(): Streams {
  const streams = new InMemoryStreams();
  return {
    publish: () => {},
    subscribe: (channel, options) => streams.subscribe(channel, options),
    [Symbol.asyncDispose]: () => streams[Symbol.asyncDispose](),
  };
}

test('events arrive and runs are worked on when every message of the bus and every ring is lost', async () => {
  const viewer = testViewer();
  const { gate, executeAgent } = twoSteps();
  const doorbell = new InProcessDoorbell();
  await using executions = await createExecutions({
    executeAgent,
    parts: {
      streams: deafStreams(),
      doorbell: { ring: async () => {}, listen: doorbell.listen.bind(doorbell), [Symbol.asyncDispose]: async () => {} },
    },
  });
  const id = await startRun(executions.service, viewer);
  const events = allEvents(executions.service, viewer, id);
  await eventOf(executions.service, viewer, id, started('two'));
  gate.resolve();
  expect(seqs(await events)).toEqual(upTo(8));
});

test('events arrive and runs are worked on while the bus is away: nobody waits until it is there', async () => {
  const viewer = testViewer();
  const { gate, executeAgent } = twoSteps();
  const streams = new InMemoryStreams();
  const never = new Promise<never>(() => {});
  await using executions = await createExecutions({
    executeAgent,
    parts: {
      streams: {
        publish: () => {},
        subscribe: (channel, options) => ({ ...streams.subscribe(channel, options), ready: never }),
        [Symbol.asyncDispose]: () => streams[Symbol.asyncDispose](),
      },
      doorbell: { ring: async () => {}, listen: () => never, [Symbol.asyncDispose]: async () => {} },
    },
  });
  const id = await startRun(executions.service, viewer);
  const events = allEvents(executions.service, viewer, id);
  await eventOf(executions.service, viewer, id, started('two'));
  gate.resolve();
  expect(seqs(await events)).toEqual(upTo(8));
});

test('lists are told which run was added and which changed, only to those who may see it', async () => {
  const [viewer, stranger] = [testViewer({ roleKey: 'member' }), testViewer({ roleKey: 'member' })];
  const colleague = testViewer({ roleKey: 'member', tenantId: viewer.tenantId });
  await using executions = await createExecutions();
  const CHANGED = 'subscription { executionsChanged { change id execution { status } } }';
  const abort = new AbortController();
  const watch = async (who: typeof viewer) => {
    const seen: unknown[] = [];
    for await (const { data } of subscribeAs(executions.service, who, CHANGED, {}, { signal: abort.signal })) {
      seen.push(data?.['executionsChanged']);
      if (JSON.stringify(data).includes('SUCCEEDED')) break;
    }
    return seen;
  };
  const [own, others] = [watch(viewer), [watch(colleague), watch(stranger)]];
  await executeAs(executions.service, viewer, '{ executions { edges { node { id } } } }');
  const id = await startRun(executions.service, viewer);
  const seen = await own;
  abort.abort();
  expect(seen.at(-1)).toMatchObject({ id, execution: { status: 'SUCCEEDED' } });
  expect(seen[0]).toMatchObject({ id, change: 'ADDED' });
  expect(await Promise.all(others)).toEqual([[], []]);
});
