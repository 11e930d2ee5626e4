import { executeAs } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allEvents, eventsOf, runAgent } from '../create-executions.ts';
import { createFaultScene, type FaultScene } from './fault-scene.ts';

let scene: FaultScene;
beforeAll(async () => {
  scene = await createFaultScene();
  await scene.startWorker();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

/** Processor time that the answer took, in milliseconds. */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** `levels` objects, one in the other. */
const nested = (levels: number): object => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as object;

test('row 11: huge inputs are refused with a code, cheaply, and nothing is written', async () => {
  const { service } = scene.desk;
  const rejected: string[] = [];
  const inputs: readonly (readonly [input: Readonly<Record<string, unknown>>, code: string])[] = [
    [{ input: { question: 'x'.repeat(1_000_000) } }, 'PAYLOAD_TOO_LARGE'],
    [{ input: { question: 'Why?' }, context: { text: 'x'.repeat(1_000_000) } }, 'PAYLOAD_TOO_LARGE'],
    [{ input: { question: 'Why?' }, idempotencyKey: 'k'.repeat(10_000) }, 'VALIDATION_FAILED'],
    [{ input: { question: nested(2_000) } }, 'VALIDATION_FAILED'],
  ];
  for (const [input, code] of inputs) {
    const milliseconds = await processorTime(async () => {
      const { data, errors } = await runAgent(service, scene.viewer, input);
      const found = data?.runAgent.userErrors[0]?.code ?? errors[0]?.extensions?.['code'];
      rejected.push(String(found));
      expect([found, data?.runAgent?.execution ?? null]).toEqual([code, null]);
    });
    expect(milliseconds).toBeLessThan(1_000);
  }
  expect(rejected).toHaveLength(inputs.length);
  const heap = process.memoryUsage().heapUsed;
  expect(heap).toBeLessThan(1_000_000_000);
  expect(await scene.audit()).toMatchObject({ accepted: 0, problems: [] });
});

test('row 14: fifty requests with one key at once are one run, another input under the key is a conflict', async () => {
  const { service } = scene.desk;
  const idempotencyKey = crypto.randomUUID();
  const input = { input: { question: 'call charge' }, idempotencyKey };
  const answers = await Promise.all(Array.from({ length: 50 }, () => runAgent(service, scene.viewer, input)));
  const ids = answers.map(({ data }) => data.runAgent.execution?.id ?? '');
  scene.accepted.push(...ids);
  expect(new Set(ids).size).toBe(1);
  const others = await Promise.all(
    Array.from({ length: 10 }, () =>
      runAgent(service, scene.viewer, { input: { question: 'call pay' }, idempotencyKey }),
    ),
  );
  const counters = {
    idemHit: ids.length - 1,
    idemMismatch: others.filter(({ errors }) => errors[0]?.extensions?.['code'] === 'IDEMPOTENCY_MISMATCH').length,
  };
  expect(counters).toEqual({ idemHit: 49, idemMismatch: 10 });
  expect(await scene.ends([ids[0] ?? ''])).toEqual(['SUCCEEDED']);
  expect(scene.effects.book.countOf('charge')).toEqual({ requests: 1, applied: 1 });
  expect(await scene.audit()).toMatchObject({ accepted: 1, succeeded: 1, problems: [] });
});

test('row 15: a subscriber that drops at every number and resumes sees what another sees at once', async () => {
  const { service } = scene.desk;
  const id = await scene.submit('call read put charge');
  const seen: unknown[] = [];
  let resumed = 0;
  for (let after = 0, isEnded = false; !isEnded; resumed += 1) {
    for await (const envelope of eventsOf(service, scene.viewer, id, { after })) {
      if (envelope.seq === null) continue;
      seen.push(envelope);
      after = envelope.seq;
      isEnded = envelope.event.__typename === 'ExecutionEnded';
      break; // the connection drops after each event
    }
  }
  const whole = (await allEvents(service, scene.viewer, id)).filter(({ seq }) => seq !== null);
  expect(seen).toEqual(whole);
  expect(resumed).toBe(whole.length);
  const { errors } = await executeAs(service, scene.viewer, 'query ($id: ID!) { execution(id: $id) { lastSeq } }', {
    id,
  });
  expect(errors).toEqual([]);
  expect(await scene.audit()).toMatchObject({ gaps: 0, problems: [] });
});
