import { Outbox } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import type { DomainEventType } from '@aether/schema';
import { executeAs, testId, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExecutions, endOf, startRun, type TestExecutions } from './create-executions.ts';
import { AGENT_ID } from './run-agent-spec.ts';

/** Listings are learned from the outbox, after they were published. */
const LEARNED = { timeout: 15_000 };

let executions: TestExecutions;
beforeAll(async () => {
  executions = await createExecutions();
});
afterAll(() => executions[Symbol.asyncDispose]());

const member = (tenantId?: string) =>
  testViewer({ roleKey: 'member', ...(tenantId === undefined ? {} : { tenantId }) });

async function endedRun(viewer: Viewer): Promise<string> {
  const id = await startRun(executions.service, viewer);
  await endOf(executions.service, viewer, id);
  return id;
}

/** What agents tells of a listing. */
async function tell(viewer: Viewer, type: DomainEventType, data: Record<string, unknown>): Promise<void> {
  const { database, streams, clock } = executions.parts;
  const outbox = new Outbox({ lane: `agents/${testId('evt')}`, database, streams, clock });
  await outbox.open();
  const event = { type, subject: String(data['listingId']), actorId: viewer.userId, requestId: null, data };
  await database.tenant(viewer.tenantId).transaction((transaction) => outbox.append(transaction, [event]));
  outbox.ring();
}

async function sees(viewer: Viewer, id: string): Promise<boolean> {
  const query = 'query ($id: ID!) { execution(id: $id) { id input output } }';
  const { data } = await executeAs<{ execution: unknown }>(executions.service, viewer, query, { id });
  return data.execution !== null;
}

test('a listing shows its sample runs to its audience, and nobody once it is withdrawn', async () => {
  const owner = member();
  const [colleague, stranger] = [member(owner.tenantId), member()];
  const [first, second] = [await endedRun(owner), await endedRun(owner)];
  const listing = { listingId: testId('lst'), agentId: AGENT_ID };
  const publish = (sampleExecutionIds: readonly string[], audience: readonly (string | null)[]) =>
    tell(owner, 'aether.listing.published', { ...listing, audience, sampleExecutionIds });
  expect(await sees(colleague, first)).toBe(false);

  await publish([first], [owner.userId, owner.tenantId]);
  await expect.poll(() => sees(colleague, first), LEARNED).toBe(true);
  expect([await sees(colleague, second), await sees(stranger, first)]).toEqual([false, false]);

  await publish([second], [owner.userId, owner.tenantId]);
  await expect.poll(() => sees(colleague, second), LEARNED).toBe(true);
  expect(await sees(colleague, first)).toBe(false);

  await publish([second], [owner.userId]);
  await expect.poll(() => sees(colleague, second), LEARNED).toBe(false);
  await publish([second], [owner.tenantId]);
  await expect.poll(() => sees(colleague, second), LEARNED).toBe(true);
  await tell(owner, 'aether.listing.withdrawn', listing);
  await expect.poll(() => sees(colleague, second), LEARNED).toBe(false);
  expect(await sees(owner, second)).toBe(true);
});

test('a run that is shown can be looked at, not rated or cancelled', async () => {
  const owner = member();
  const colleague = member(owner.tenantId);
  const id = await endedRun(owner);
  const sampleExecutionIds = [id];
  const audience = [owner.tenantId];
  const listing = { listingId: testId('lst'), agentId: AGENT_ID, audience, sampleExecutionIds };
  await tell(owner, 'aether.listing.published', listing);
  await expect.poll(() => sees(colleague, id), LEARNED).toBe(true);
  for (const mutation of [
    'mutation ($id: ID!) { rateExecution(input: { executionId: $id, satisfaction: 1 }) { execution { id } } }',
    'mutation ($id: ID!) { cancelExecution(input: { executionId: $id }) { execution { id } } }',
  ]) {
    const { errors } = await executeAs(executions.service, colleague, mutation, { id });
    expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  }
});

test('only ended runs of one’s own, of that agent, may be shown', async () => {
  const owner = member();
  const [mine, foreign] = [await endedRun(owner), await endedRun(member(owner.tenantId))];
  const query = 'query ($agentId: ID!, $ids: [ID!]!) { shareableExecutions(agentId: $agentId, ids: $ids) }';
  const ask = async (agentId: string) =>
    (await executeAs(executions.service, owner, query, { agentId, ids: [mine, foreign, testId('exe')] })).data;
  expect(await ask(AGENT_ID)).toEqual({ shareableExecutions: [mine] });
  expect(await ask(testId('agt'))).toEqual({ shareableExecutions: [] });
});
