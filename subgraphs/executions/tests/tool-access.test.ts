import { Outbox } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { executeAs, testId, testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { endOf, eventOf, startRun, type TestExecutions } from './create-executions.ts';
import { callsOnce } from './scripted-model-fetch.ts';
import { createToolAgent } from './tool-agent.ts';
import { type ToolGateway, toolGateway } from './tool-gateway.ts';

const CHAIN = `query ($id: ID!) { execution(id: $id) { status
  chain { steps { edges { node { key type status error { code } } } } } } }`;

/** `/mcp` while nobody has signed in to the server `crm`: its calls are refused, and nothing is called. */
function closedGateway(facts: object = {}): ToolGateway & { isOpen: boolean } {
  const open = toolGateway({ crm__find: () => 'Acme', crm__pay: () => 'paid' });
  const gateway: ToolGateway & { isOpen: boolean } = {
    calls: open.calls,
    isOpen: false,
    fetch: async (input, init) => {
      const message = typeof init?.body === 'string' ? (JSON.parse(init.body) as { id?: number; method?: string }) : {};
      if (gateway.isOpen || message.method !== 'tools/call') return open.fetch(input, init);
      const data = { code: 'NEEDS_AUTH', retryable: false, facts: { server: 'crm', ...facts } };
      const error = { code: -32_603, message: 'Somebody has to sign in to the tool server "crm".', data };
      return Response.json({ jsonrpc: '2.0', id: message.id, error });
    },
  };
  return gateway;
}

/** What agents tells when the gateway has got in. */
async function tellAccess(
  { parts }: TestExecutions,
  { tenantId }: Viewer,
  slug: string,
  userId: string | null = null,
): Promise<void> {
  const { database, streams, clock } = parts;
  const outbox = new Outbox({ lane: `agents/${testId('evt')}`, database, streams, clock });
  await outbox.open();
  const type = 'aether.tool-server.access-granted';
  const event = {
    type,
    subject: 'tsv_crm',
    actorId: null,
    requestId: null,
    data: { toolServerId: 'tsv_crm', slug, ...(userId === null ? {} : { userId }) },
  } as const;
  await database.tenant(tenantId).transaction((transaction) => outbox.append(transaction, [event]));
  outbox.ring();
}

const waits = (executions: TestExecutions, viewer: Viewer, id: string) =>
  eventOf(
    executions.service,
    viewer,
    id,
    ({ event }) => event.__typename === 'ExecutionStatusChanged' && event['status'] === 'WAITING',
  );

async function chainOf(executions: TestExecutions, viewer: Viewer, id: string) {
  const { data } = await executeAs<{
    execution: {
      chain: { steps: { edges: { node: { key: string; status: string; error: { code: string } | null } }[] } };
    };
  }>(executions.service, viewer, CHAIN, { id });
  return data.execution.chain.steps.edges.map(({ node }) => node);
}

test.for(['READ', 'ONCE'] as const)(
  'a run whose %s call needs a sign-in waits, and goes on by itself when somebody has signed in',
  async (effect) => {
    const viewer = testViewer();
    const gateway = closedGateway();
    await using executions = await createToolAgent({
      tools: { find: { effect } },
      model: callsOnce({ name: 'crm__find', arguments: { id: 7 } }),
      gateway,
      spec: { guards: { untrustedContent: 'ALLOW' } },
    });
    const id = await startRun(executions.service, viewer);
    await waits(executions, viewer, id);
    expect(gateway.calls).toEqual([]);
    // Somebody signs in elsewhere, or in another organization: nothing moves.
    await tellAccess(executions, viewer, 'mail');
    await tellAccess(executions, testViewer(), 'crm');
    expect((await chainOf(executions, viewer, id)).at(-1)).toMatchObject({ type: 'WAIT', status: 'WAITING' });

    gateway.isOpen = true;
    await tellAccess(executions, viewer, 'crm');
    const end = await endOf(executions.service, viewer, id);
    expect(end).toMatchObject({ status: 'SUCCEEDED' });
    expect(JSON.stringify(end['output'])).toContain('Acme');
    expect(gateway.calls).toHaveLength(1);
    expect(await chainOf(executions, viewer, id)).toMatchObject([
      { key: 'model/0', status: 'SUCCEEDED' },
      { key: 'model/0/tool:crm/find/0', status: 'FAILED', error: { code: 'NEEDS_AUTH' } },
      { key: 'sign-in/model/0/tool:crm/find/0/0', status: 'SUCCEEDED' },
      { key: 'model/0/tool:crm/find/0/again/1', status: 'SUCCEEDED', error: null },
      { key: 'model/1', status: 'SUCCEEDED' },
    ]);
  },
);

test('a run that is refused again waits again, and in the end its call has failed', async () => {
  const viewer = testViewer();
  const gateway = closedGateway();
  await using executions = await createToolAgent({
    tools: { find: {} },
    model: callsOnce({ name: 'crm__find', arguments: { id: 7 } }),
    gateway,
  });
  const id = await startRun(executions.service, viewer);
  for (let round = 0; round < 6; round += 1) {
    const key = `sign-in/model/0/tool:crm/find/0/${round}`;
    await expect
      .poll(async () => (await chainOf(executions, viewer, id)).find((step) => step.key === key), { timeout: 15_000 })
      .toMatchObject({ status: 'WAITING' });
    await tellAccess(executions, viewer, 'crm');
  }
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect((await chainOf(executions, viewer, id)).at(-2)).toMatchObject({
    key: 'model/0/tool:crm/find/0/again/6',
    status: 'FAILED',
    error: { code: 'NEEDS_AUTH' },
  });
  expect(gateway.calls).toEqual([]);
}, 60_000);

test('a run that needs an own account waits for its person alone, and says so', async () => {
  const viewer = testViewer();
  const gateway = closedGateway({ ownAccount: true });
  await using executions = await createToolAgent({
    tools: { find: {} },
    model: callsOnce({ name: 'crm__find', arguments: { id: 7 } }),
    gateway,
    spec: { guards: { untrustedContent: 'ALLOW' } },
  });
  const id = await startRun(executions.service, viewer);
  await waits(executions, viewer, id);
  const waiting = (await chainOf(executions, viewer, id)).at(-1);
  expect(waiting).toMatchObject({ key: 'own-account/model/0/tool:crm/find/0/0', type: 'WAIT', status: 'WAITING' });
  // Neither what somebody did for everybody nor a colleague's account is of use to it.
  await tellAccess(executions, viewer, 'crm');
  await tellAccess(executions, viewer, 'crm', testId('usr'));
  expect((await chainOf(executions, viewer, id)).at(-1)).toMatchObject({ status: 'WAITING' });
  gateway.isOpen = true;
  await tellAccess(executions, viewer, 'crm', viewer.userId);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(gateway.calls).toHaveLength(1);
});
