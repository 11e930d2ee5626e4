import { EFFECTS, type EffectName } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allEvents, eventOf } from '../create-executions.ts';
import { approvalOf, decide } from '../tool-agent.ts';
import { createFaultScene, type FaultScene, LEASE_MS, logged, type WorkerProcess } from './fault-scene.ts';

const TOOLS = Object.keys(EFFECTS) as EffectName[];
const resumed = ({ event }: { readonly event: Readonly<Record<string, unknown>> }) =>
  event['status'] === 'RUNNING' && event['reason'] === 'Resumed after its worker stopped.';

let scene: FaultScene;
let survivor: WorkerProcess;

beforeAll(async () => {
  scene = await createFaultScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

test('row 1: kill -9 of a worker in mid-step, each effect class, before, during and after the call', async () => {
  const victim = await scene.startWorker();
  // From the last point to the first: whoever stands at an earlier one never comes to a later one.
  for (const tool of TOOLS) victim.tell({ name: 'arm', point: `after ${tool}` });
  const after = await Promise.all(TOOLS.map((tool) => scene.submit(`call ${tool}`)));
  for (const tool of TOOLS) await victim.reached(`after ${tool}`);
  const held = TOOLS.map((tool) => scene.effects.hold(tool, 'before'));
  const during = await Promise.all(TOOLS.map((tool) => scene.submit(`call ${tool}`)));
  await Promise.all(held.map(({ reached }) => reached));
  for (const tool of TOOLS) victim.tell({ name: 'arm', point: `before ${tool}` });
  const before = await Promise.all(TOOLS.map((tool) => scene.submit(`call ${tool}`)));
  for (const tool of TOOLS) await victim.reached(`before ${tool}`);

  await victim.kill();
  const killedAt = performance.now();
  survivor = await scene.startWorker();
  const pay = TOOLS.indexOf('pay');
  const asked = [before, during, after].map((ids) => ids[pay] ?? '');
  const questions = await Promise.all(asked.map((id) => approvalOf(scene.desk.service, scene.viewer, id)));
  // The calls that were under way have their effect only now, when nobody waits for them any more.
  for (const { release } of held) release();
  const decisions = ['APPROVE', 'DENY', 'DENY'] as const;
  for (const [index, question] of questions.entries())
    await decide(scene.desk.service, scene.viewer, question, { decision: decisions[index] });
  const all = [...before, ...during, ...after];
  expect(await scene.ends(all)).toEqual(all.map(() => 'SUCCEEDED'));
  // A lease, the start of a process and cold queries: 16 s on a quiet machine of two cores, 46 s on a busy one.
  expect(performance.now() - killedAt).toBeLessThan(120_000);

  const events = await Promise.all(all.map((id) => allEvents(scene.desk.service, scene.viewer, id)));
  const counters = {
    execResumed: events.filter((each) => each.some(resumed)).length,
    // The first model call of each: paid for before the kill, and never again.
    stepReused: all.length * 2 - scene.model.calls.length + all.length,
    ambiguous: questions.length,
  };
  expect(counters).toEqual({ execResumed: 12, stepReused: 12, ambiguous: 3 });
  expect(scene.effects.book.countOf('pay')).toEqual({ requests: 3, applied: 3 });
  expect(scene.effects.book.countOf('charge')).toEqual({ requests: 5, applied: 3 });
  expect(await scene.audit()).toMatchObject({ accepted: 12, succeeded: 12, problems: [] });
});

test('row 2: SIGSTOP of a worker for twice its lease: what it writes afterwards is refused', async () => {
  const paused = survivor;
  for (const tool of TOOLS) paused.tell({ name: 'arm', point: `after ${tool}` });
  const ids = await Promise.all(['call charge', 'call put'].map((question) => scene.submit(question)));
  for (const tool of ['charge', 'put']) await paused.reached(`after ${tool}`);
  paused.pause();
  survivor = await scene.startWorker();
  expect(await scene.ends(ids)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  const record = await Promise.all(ids.map((id) => allEvents(scene.desk.service, scene.viewer, id)));

  paused.resume();
  for (const tool of TOOLS) paused.tell({ name: 'pass', point: `after ${tool}` });
  await expect.poll(() => logged(paused, 'the run was left to its next owner'), { timeout: LEASE_MS * 5 }).toBe(2);
  // It has noticed: two runs were given up, for the lease was lost or the fence was refused.
  expect(await Promise.all(ids.map((id) => allEvents(scene.desk.service, scene.viewer, id)))).toEqual(record);
  expect(await scene.audit()).toMatchObject({ doubledEffects: 0, problems: [] });
  await paused.stop();
});

test('row 3: an event loop that is blocked for longer than the lease stops its own runs', async () => {
  const blocked = survivor;
  blocked.tell({ name: 'arm', point: 'after charge' });
  const id = await scene.submit('call charge');
  await blocked.reached('after charge');
  blocked.tell({ name: 'block', milliseconds: LEASE_MS * 2 });
  survivor = await scene.startWorker();
  blocked.tell({ name: 'pass', point: 'after charge' });
  expect(await scene.ends([id])).toEqual(['SUCCEEDED']);
  await expect
    .poll(() => logged(blocked, 'no beat for most of the lease: all runs are stopped'), { timeout: LEASE_MS * 5 })
    .toBeGreaterThanOrEqual(1);
  expect(await scene.audit()).toMatchObject({ doubledEffects: 0, problems: [] });
  await blocked.stop();
});

test('row 16: SIGTERM hands every run over at once, without waiting for the end of the lease', async () => {
  const leaving = survivor;
  survivor = await scene.startWorker();
  for (const worker of [leaving, survivor]) worker.tell({ name: 'arm', point: 'before read' });
  const ids = await Promise.all(Array.from({ length: 4 }, () => scene.submit('call read')));
  await Promise.all(
    ids.map((id) => eventOf(scene.desk.service, scene.viewer, id, ({ event }) => event.__typename === 'ToolCalled')),
  );
  survivor.tell({ name: 'pass', point: 'before read' });
  const begin = performance.now();
  expect(await leaving.stop()).toBe(0);
  const drainedMs = performance.now() - begin;
  expect(await scene.ends(ids)).toEqual(ids.map(() => 'SUCCEEDED'));
  expect(drainedMs).toBeLessThan(25_000);
  const events = await Promise.all(ids.map((id) => allEvents(scene.desk.service, scene.viewer, id)));
  // A hand-over is no crash.
  expect(events.flat().filter(resumed)).toEqual([]);
  expect(await scene.audit()).toMatchObject({ stuck: 0, problems: [] });
});
