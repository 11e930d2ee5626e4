import { createLogger, PlatformError, systemClock } from '@aether/common/service';
import { PERMISSIONS } from '@aether/schema';
import { testOperations, testViewer } from '@aether/test-support';
import { expect, test, vi } from 'vitest';
import { PersonRights } from '../src/rights/person-rights.ts';
import { allEvents, createExecutions, endOf, startRun } from './create-executions.ts';
import { rightsOperations } from './rights-operations.ts';
import { agentOperations } from './run-agent-spec.ts';
import { callsOnce } from './scripted-model-fetch.ts';
import { approvalOf, createToolAgent, decide } from './tool-agent.ts';
import { toolGateway } from './tool-gateway.ts';

vi.setConfig({ testTimeout: 60_000 });

const EVERYTHING = Object.keys(PERMISSIONS);
const without = (permission: string): readonly string[] => EVERYTHING.filter((each) => each !== permission);
/** A lease that a clock which a test puts forward does not end. */
const LONG_LEASE = { leaseMs: 3_600_000, beatMs: 3_000 };

/** A clock that can be put forward. */
function shiftedClock() {
  let shiftMs = 0;
  return {
    clock: { ...systemClock, now: () => systemClock.now(), monotonicMs: () => systemClock.monotonicMs() + shiftMs },
    forward: (ms: number) => {
      shiftMs += ms;
    },
  };
}

const away = (): never => {
  throw new PlatformError('UNAVAILABLE', 'Identity does not answer.');
};

test('a run of a person who was deactivated before a worker took it up fails, and says whose right is gone', async () => {
  const viewer = testViewer();
  let executed = 0;
  await using executions = await createExecutions({
    operations: { ...rightsOperations(() => null), ...agentOperations() },
    executeAgent: async () => {
      executed += 1;
      return { output: {}, text: '', citations: [] };
    },
  });
  const id = await startRun(executions.service, viewer);
  const end = await endOf(executions.service, viewer, id);
  expect(end).toMatchObject({ status: 'FAILED', error: { code: 'RIGHT_WITHDRAWN' } });
  expect(JSON.stringify(end['error'])).toContain(viewer.userId);
  expect(executed).toBe(0);
});

test('a person who lost agent:run is told so by the run', async () => {
  const viewer = testViewer();
  const operations = { ...rightsOperations(() => without('agent:run')), ...agentOperations() };
  await using executions = await createExecutions({ operations });
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'FAILED',
    error: { code: 'RIGHT_WITHDRAWN', message: expect.stringContaining('"agent:run"') },
  });
});

test('a right that is withdrawn while the run works stops it before its next call that writes', async () => {
  const viewer = testViewer();
  const { clock, forward } = shiftedClock();
  let rights = EVERYTHING;
  const gateway = toolGateway({ crm__find: () => 'Acme', crm__pay: () => 'paid' });
  await using executions = await createToolAgent({
    tools: { find: {}, pay: { effect: 'ONCE' } },
    gateway,
    rights: () => rights,
    spec: { guards: { untrustedContent: 'ALLOW', outboundApproval: false } },
    parts: { clock },
    config: LONG_LEASE,
    model: ({ messages }) => {
      if (!messages.some(({ role }) => role === 'tool')) return { calls: [{ name: 'crm__find', arguments: {} }] };
      rights = [...without('tool:use')];
      forward(31_000);
      return { calls: [{ name: 'crm__pay', arguments: {} }] };
    },
  });
  const id = await startRun(executions.service, viewer, { deadlineMs: 3_600_000 });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'FAILED',
    error: { code: 'RIGHT_WITHDRAWN', message: expect.stringContaining('"tool:use"') },
  });
  expect(gateway.calls.map(({ name }) => name)).toEqual(['crm__find']);
});

test('a call that a person let through is made only while the right is still there, also when it only reads', async () => {
  const viewer = testViewer();
  const { clock, forward } = shiftedClock();
  let rights = EVERYTHING;
  const gateway = toolGateway({ crm__find: () => 'Acme' });
  await using executions = await createToolAgent({
    tools: { find: { approval: 'ALWAYS' } },
    gateway,
    rights: () => rights,
    parts: { clock },
    config: LONG_LEASE,
    model: callsOnce({ name: 'crm__find', arguments: {} }),
  });
  const id = await startRun(executions.service, viewer, { deadlineMs: 3_600_000 });
  const asked = await approvalOf(executions.service, viewer, id);
  rights = [...without('tool:use')];
  forward(31_000);
  await decide(executions.service, viewer, asked);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ error: { code: 'RIGHT_WITHDRAWN' } });
  expect(gateway.calls).toEqual([]);
});

test('while identity is away, a run that only reads comes to its end', async () => {
  const viewer = testViewer();
  const gateway = toolGateway({ crm__find: () => 'Acme' });
  await using executions = await createToolAgent({
    tools: { find: {} },
    gateway,
    rights: away,
    model: callsOnce({ name: 'crm__find', arguments: {} }),
  });
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(gateway.calls).toHaveLength(1);
});

test('while identity is away, nothing is written unasked: the run is tried again, then writes once', async () => {
  const viewer = testViewer();
  let asked = 0;
  const gateway = toolGateway({ crm__pay: () => 'paid' });
  await using executions = await createToolAgent({
    tools: { pay: { effect: 'ONCE' } },
    gateway,
    rights: () => {
      asked += 1;
      return asked <= 2 ? away() : EVERYTHING;
    },
    model: callsOnce({ name: 'crm__pay', arguments: {} }),
  });
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  const statuses = (await allEvents(executions.service, viewer, id)).map(({ event }) => event['status']);
  expect(statuses.filter((status) => status === 'RETRYING')).toHaveLength(1);
  expect(statuses).not.toContain('WAITING');
  expect(gateway.calls).toHaveLength(1);
});

test('a person is asked about at most once in 30 s, and what is left of the rights is never more than before', async () => {
  const { clock, forward } = shiftedClock();
  const asked: string[] = [];
  const operations = testOperations(
    rightsOperations((userId) => {
      asked.push(userId);
      return EVERYTHING;
    }),
  );
  const rights = new PersonRights({ operations, clock, logger: createLogger('test', { level: 'silent' }) });
  const viewer = testViewer({
    permissions: ['agent:run', 'agent:read'],
    teamIds: ['tem_left'],
    departmentId: 'dep_left',
  });
  const now = await rights.require(viewer, ['agent:run'], 'exe_1');
  expect(now).toMatchObject({ permissions: ['agent:run', 'agent:read'], teamIds: [], departmentId: null });
  await Promise.all([1, 2, 3].map(() => rights.require(viewer, ['agent:run'], 'exe_1')));
  forward(29_000);
  await rights.require(viewer, ['agent:run'], 'exe_1');
  expect(asked).toHaveLength(1);
  forward(2_000);
  await rights.require(viewer, ['agent:run'], 'exe_1');
  expect(asked).toHaveLength(2);
});
