import type { Viewer } from '@aether/common/security';
import type { Service } from '@aether/common/service';
import { executeAs, testViewer } from '@aether/test-support';
import { MCP_META, type JsonObject } from '@aether/schema';
import { expect, test } from 'vitest';
import { endOf, startRun } from './create-executions.ts';
import { callsOnce } from './scripted-model-fetch.ts';
import { approvalOf, createToolAgent, decide } from './tool-agent.ts';
import { type ToolGateway, toolGateway } from './tool-gateway.ts';

const SCHEMA = {
  type: 'object',
  properties: { size: { type: 'string', enum: ['s', 'l'] }, count: { type: 'integer', minimum: 1 } },
  required: ['size'],
  additionalProperties: false,
};
const FORM = {
  method: 'elicitation/create',
  params: { mode: 'form', message: 'Which size?', requestedSchema: SCHEMA },
};
const page = (url: string) => ({ method: 'elicitation/create', params: { mode: 'url', message: 'Pay here.', url } });

interface Given {
  readonly responses?: Readonly<Record<string, JsonObject>>;
  readonly state?: string | null;
}

/** `/mcp` with a tool that asks before it answers. */
function askingGateway(
  requests: Readonly<Record<string, unknown>>,
  isMidCall: boolean,
): ToolGateway & { readonly given: Given[]; readonly keys: (string | null)[] } {
  const open = toolGateway({ crm__find: () => 'Acme' });
  const given: Given[] = [];
  const keys: (string | null)[] = [];
  return {
    calls: open.calls,
    given,
    keys,
    fetch: async (input, init) => {
      const text = typeof init?.body === 'string' ? init.body : '{}';
      const { id, method, params } = JSON.parse(text) as {
        readonly id?: number;
        readonly method?: string;
        readonly params?: { readonly _meta: Readonly<Record<string, Given>> };
      };
      if (method !== 'tools/call') return open.fetch(input, init);
      const answers = params?._meta[MCP_META.input] ?? {};
      given.push(answers);
      keys.push(new Headers(init?.headers).get('idempotency-key'));
      if (answers.responses !== undefined) return open.fetch(input, init);
      const asked = { [MCP_META.inputRequired]: { requests, state: 'sealed by the gateway', isMidCall } };
      const result = { isError: true, content: [{ type: 'text', text: 'It asks.' }], _meta: asked };
      return Response.json({ jsonrpc: '2.0', id, result });
    },
  };
}

async function askingAgent(requests: Readonly<Record<string, unknown>>, isMidCall = false) {
  const gateway = askingGateway(requests, isMidCall);
  const executions = await createToolAgent({
    tools: { find: { effect: 'ONCE' } },
    model: callsOnce({ name: 'crm__find', arguments: { id: 7 } }),
    gateway,
    spec: { guards: { untrustedContent: 'ALLOW', outboundApproval: false } },
  });
  return { gateway, executions, [Symbol.asyncDispose]: () => executions[Symbol.asyncDispose]() };
}

test('a form that a tool asks for is an approval: the answer is checked by its schema and goes back to the tool', async () => {
  const viewer = testViewer();
  await using agent = await askingAgent({ size: FORM });
  const { service } = agent.executions;
  const id = await startRun(service, viewer);
  const asked = await approvalOf(service, viewer, id);
  expect(asked).toMatchObject({ question: '"crm" asks: Which size?', form: SCHEMA, link: null });
  for (const edits of [undefined, {}, { size: 'xxl' }, { size: 's', more: 1 }, { size: 's', count: 0 }, 's']) {
    const { data } = await decide(service, viewer, asked, { edits });
    expect(data.decideApproval.userErrors).toMatchObject([{ code: 'VALIDATION_FAILED' }]);
  }
  await decide(service, viewer, asked, { edits: { size: 'l', count: 2 } });
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(agent.gateway.given).toEqual([
    {},
    {
      responses: { size: { action: 'accept', content: { size: 'l', count: 2 } } },
      state: 'sealed by the gateway',
    },
  ]);
  expect(agent.gateway.calls).toHaveLength(1);
});

test.for([
  ['DENY', 'decline'],
  ['DISMISS', 'cancel'],
] as const)('%s tells the tool %s', async ([decision, action]) => {
  const viewer = testViewer();
  await using agent = await askingAgent({ size: FORM });
  const { service } = agent.executions;
  const id = await startRun(service, viewer);
  await decide(service, viewer, await approvalOf(service, viewer, id), { decision });
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(agent.gateway.given.at(-1)).toMatchObject({ responses: { size: { action } } });
});

test('a page that a tool asks to be visited is a link, and nothing is filled in', async () => {
  const viewer = testViewer();
  await using agent = await askingAgent({ pay: page('https://pay.example.com/1') });
  const { service } = agent.executions;
  const id = await startRun(service, viewer);
  const asked = await approvalOf(service, viewer, id);
  expect(asked).toMatchObject({ question: '"crm" asks: Pay here.', form: null, link: 'https://pay.example.com/1' });
  await decide(service, viewer, asked);
  await endOf(service, viewer, id);
  expect(agent.gateway.given.at(-1)).toMatchObject({ responses: { pay: { action: 'accept' } } });
});

const EFFECTS = `query ($id: ID!) { execution(id: $id) { effects { state idempotencyKey } } }`;

async function effectsOf(service: Service, viewer: Viewer, id: string) {
  const { data } = await executeAs<{ execution: { effects: { state: string; idempotencyKey: string }[] } }>(
    service,
    viewer,
    EFFECTS,
    { id },
  );
  return data.execution.effects;
}

test('a call that asks by its answer has done nothing: it is made again without a question, under the same idempotency key', async () => {
  const viewer = testViewer();
  await using agent = await askingAgent({ size: FORM });
  const { service } = agent.executions;
  const id = await startRun(service, viewer);
  await decide(service, viewer, await approvalOf(service, viewer, id), { edits: { size: 'l' } });
  await endOf(service, viewer, id);
  const [first, second] = agent.gateway.keys;
  expect(first).toMatch(/^[0-9a-f]{64}$/u);
  expect(second).toBe(first);
  expect(await effectsOf(service, viewer, id)).toEqual([
    { state: 'NOT_APPLIED', idempotencyKey: first },
    { state: 'APPLIED', idempotencyKey: first },
  ]);
});

test('a ONCE call that asks in the middle may have had its effect: a person is asked before it is made again', async () => {
  const viewer = testViewer();
  await using agent = await askingAgent({ size: FORM }, true);
  const { service } = agent.executions;
  const id = await startRun(service, viewer);
  const again = await approvalOf(service, viewer, id);
  expect(again).toMatchObject({ form: null, question: expect.stringContaining('Call it again') });
  await decide(service, viewer, again);
  const form = await approvalOf(service, viewer, id, again.approvalId);
  expect(form).toMatchObject({ form: SCHEMA });
  expect(agent.gateway.given).toHaveLength(1);
  await decide(service, viewer, form, { edits: { size: 'l' } });
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(agent.gateway.given).toHaveLength(2);
  const [first] = agent.gateway.keys;
  expect(agent.gateway.keys).toEqual([first, first]);
  expect(await effectsOf(service, viewer, id)).toMatchObject([{ state: 'UNKNOWN' }, { state: 'APPLIED' }]);
});

test('a ONCE call that asks in the middle is not made again when a person denies it, and nobody fills in a form', async () => {
  const viewer = testViewer();
  await using agent = await askingAgent({ size: FORM }, true);
  const { service } = agent.executions;
  const id = await startRun(service, viewer);
  await decide(service, viewer, await approvalOf(service, viewer, id), { decision: 'DENY' });
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(agent.gateway.given).toHaveLength(1);
  expect(await effectsOf(service, viewer, id)).toMatchObject([{ state: 'UNKNOWN' }]);
});

test.for([
  ['a page that is not https', page('http://pay.example.com')],
  ['a page of another scheme', page('javascript:alert(1)')],
  ['a page with a password', page('https://a:b@pay.example.com')],
  ['a form that is no flat object', { ...FORM, params: { ...FORM.params, requestedSchema: { type: 'string' } } }],
  ['a question to a model', { method: 'sampling/createMessage', params: { messages: [] } }],
  ['nothing that is known', 'boo'],
])('%s is cancelled without asking anybody', async ([, request]) => {
  const viewer = testViewer();
  await using agent = await askingAgent({ it: request });
  const { service } = agent.executions;
  const id = await startRun(service, viewer);
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(agent.gateway.given.at(-1)).toMatchObject({ responses: { it: { action: 'cancel' } } });
});
