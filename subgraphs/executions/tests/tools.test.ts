import { executeAs, testViewer } from '@aether/test-support';
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import { expect, test } from 'vitest';
import { effectState } from '../src/effects-of.ts';
import { refusedCall } from '../src/tools/refused-call.ts';
import { allEvents, endOf, eventOf, startRun } from './create-executions.ts';
import { callsOnce } from './scripted-model-fetch.ts';
import { createToolAgent } from './tool-agent.ts';
import { toolGateway } from './tool-gateway.ts';

const CHAIN = `query ($id: ID!) { execution(id: $id) { status effects { effect state idempotencyKey tool { id } }
  chain { steps { edges { node { key type name status effect tool { id } input { text } output { text } error { code } } } } } } }`;

interface Chain {
  readonly execution: {
    readonly effects: readonly { readonly idempotencyKey: string }[];
    readonly chain: {
      readonly steps: {
        readonly edges: readonly { readonly node: { readonly error: { readonly code: string } | null } }[];
      };
    };
  };
}

const find = { name: 'crm__find', arguments: { id: 7 } };

test('a run calls tools through the gateway: steps with effect and key, events, and the result in its answer', async () => {
  const viewer = testViewer();
  const gateway = toolGateway({
    crm__find: () => 'Acme',
    crm__put: ({ arguments: args }) => `stored ${String(args['id'])}`,
  });
  await using executions = await createToolAgent({
    tools: { find: {}, put: { effect: 'KEYED' } },
    model: callsOnce(find, { name: 'crm__put', arguments: { id: 8 } }),
    gateway,
    spec: { guards: { untrustedContent: 'ALLOW' } },
  });
  const id = await startRun(executions.service, viewer);
  const end = await endOf(executions.service, viewer, id);
  expect(end).toMatchObject({ status: 'SUCCEEDED' });
  expect(JSON.stringify(end['output'])).toContain('Acme');
  const { data } = await executeAs<Chain>(executions.service, viewer, CHAIN, { id });
  expect(data).toMatchObject({
    execution: {
      effects: [{ effect: 'KEYED', state: 'APPLIED', tool: { id: 'tol_put' } }],
      chain: {
        steps: {
          edges: [
            { node: { key: 'model/0', type: 'LLM_INVOCATION' } },
            {
              node: {
                key: 'model/0/tool:crm/find/0',
                type: 'TOOL_EXECUTION',
                status: 'SUCCEEDED',
                effect: 'READ',
                tool: { id: 'tol_find' },
                output: { text: '{"text":"Acme","isError":false}' },
              },
            },
            { node: { key: 'model/0/tool:crm/put/1', effect: 'KEYED' } },
            { node: { key: 'model/1' } },
          ],
        },
      },
    },
  });
  const put = gateway.calls.find(({ name }) => name === 'crm__put');
  const { effects } = data.execution;
  expect(put?.headers.get('idempotency-key')).toBe(effects[0]?.idempotencyKey);
  expect(put?.headers.get('x-execution-fence')).toBe('1');
  const called = (await allEvents(executions.service, viewer, id)).filter(
    ({ event }) => event.__typename === 'ToolCalled',
  );
  expect(called.map(({ event }) => event['arguments'])).toEqual([{ id: 7 }, { id: 8 }]);
});

test('a tool that says that it failed, one that breaks off and one that answers too much are told to the model', async () => {
  const viewer = testViewer();
  const gateway = toolGateway({
    crm__fail: () => {
      throw new Error('no such customer');
    },
    crm__huge: () => 'x'.repeat(5_000_000),
    crm__die: () => 'never seen',
  });
  const breaking: typeof fetch = async (input, init) => {
    const response = await gateway.fetch(input, init);
    if (!String(init?.body).includes('crm__die')) return response;
    return new Response(new ReadableStream({ start: (controller) => controller.error(new Error('reset')) }), response);
  };
  await using executions = await createToolAgent({
    tools: { fail: {}, huge: {}, die: {} },
    model: callsOnce(...['crm__fail', 'crm__huge', 'crm__die'].map((name) => ({ name, arguments: {} }))),
    gateway: { ...gateway, fetch: breaking },
  });
  const id = await startRun(executions.service, viewer);
  const { output, status } = await endOf(executions.service, viewer, id);
  expect(status).toBe('SUCCEEDED');
  const told = JSON.stringify(output);
  expect(told).toContain('no such customer');
  expect(told).toContain('more than 4194304 bytes');
  expect(told).toContain('did not answer');
  const { data } = await executeAs<Chain>(executions.service, viewer, CHAIN, { id });
  expect(data.execution.chain.steps.edges.flatMap(({ node }) => node.error?.code ?? []).toSorted()).toEqual([
    'TOOL_FAILED',
    'TOOL_OUTCOME_UNKNOWN',
    'TOOL_RESULT_TOO_LARGE',
  ]);
});

test.each([
  'TOOL_INTERRUPTED',
  'TOOL_TIMEOUT',
  'TOOL_RESULT_TOO_LARGE',
  'DEADLINE_EXCEEDED',
  'INTERNAL_SERVER_ERROR',
  'CANCELLED',
] as const)('a call that the gateway ends with %s may have had its effect', (code) => {
  const error = new McpError(-32_000, 'It answered 504.', { code });
  expect(refusedCall('crm/pay', error, 'calling')).toMatchObject({
    code: 'TOOL_OUTCOME_UNKNOWN',
    message: expect.stringContaining('It answered 504.'),
  });
  const step = { status: 'FAILED', effect: 'ONCE', error: { code, message: '', hint: null } } as const;
  expect(effectState({ ...step, error: { ...step.error, stepId: null, retryable: false } }, true)).toBe('UNKNOWN');
});

test('a gateway that becomes unavailable in the middle of a call is not asked again by itself', async () => {
  const viewer = testViewer();
  const gateway = toolGateway({ crm__pay: () => 'paid' });
  const dying: typeof fetch = async (input, init) => {
    const response = await gateway.fetch(input, init);
    if (!String(init?.body).includes('"tools/call"')) return response;
    await response.text();
    return Response.json({ error: { code: 'UNAVAILABLE', message: 'It stops.' } }, { status: 503 });
  };
  await using executions = await createToolAgent({
    tools: { pay: { effect: 'ONCE' } },
    model: callsOnce({ name: 'crm__pay', arguments: {} }),
    gateway: { ...gateway, fetch: dying },
  });
  const id = await startRun(executions.service, viewer);
  const { event } = await eventOf(
    executions.service,
    viewer,
    id,
    ({ event: told }) => told.__typename === 'ApprovalRequested',
  );
  expect(event['question']).toContain('it may have had its effect');
  expect(gateway.calls).toHaveLength(1);
});

test('a gateway that cannot be reached before a call has called nothing', () => {
  const error = new McpError(-32_000, 'It stops.', { code: 'INTERNAL_SERVER_ERROR' });
  expect(refusedCall('crm/pay', error, 'connecting')).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
});

test('a call that was refused has changed nothing', () => {
  const error = new McpError(-32_000, 'Unknown method.', { code: 'TOOL_REFUSED' });
  expect(refusedCall('crm/pay', error, 'calling')).toMatchObject({ code: 'TOOL_REFUSED', message: 'Unknown method.' });
});

test('cancelling a run closes the call of a tool that hangs, and names what may have happened', async () => {
  const viewer = testViewer();
  const begun = Promise.withResolvers<AbortSignal>();
  const gateway = toolGateway({
    crm__pay: ({ signal }) => {
      begun.resolve(signal);
      return new Promise<string>(() => {});
    },
  });
  await using executions = await createToolAgent({
    tools: { pay: { effect: 'ONCE' } },
    model: callsOnce({ name: 'crm__pay', arguments: {} }),
    gateway,
  });
  const id = await startRun(executions.service, viewer);
  await begun.promise;
  const cancel = `mutation ($input: CancelExecutionInput!) { cancelExecution(input: $input) { userErrors { code } } }`;
  await executeAs(executions.service, viewer, cancel, { input: { executionId: id } });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'CANCELLED' });
  const { data } = await executeAs<Chain>(executions.service, viewer, CHAIN, { id });
  expect(data).toMatchObject({ execution: { effects: [{ effect: 'ONCE', state: 'UNKNOWN' }] } });
});

test('a run stops at the number of steps that its agent allows', async () => {
  const viewer = testViewer();
  await using executions = await createToolAgent({
    tools: { find: {} },
    model: () => ({ calls: [find] }),
    gateway: toolGateway({ crm__find: () => 'Acme' }),
    spec: { limits: { steps: 5 } },
  });
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'FAILED',
    error: { code: 'STEP_LIMIT_REACHED' },
  });
});

test('what a run was pinned to stays: a tool that changes meanwhile is called as it was approved', async () => {
  const viewer = testViewer();
  const facts = { inputSchema: { type: 'object', required: ['id'] } };
  await using executions = await createToolAgent({
    tools: { find: facts, gone: { approved: false } },
    model: callsOnce({ name: 'crm__find', arguments: {} }),
    gateway: toolGateway({ crm__find: () => 'Acme' }),
  });
  const id = await startRun(executions.service, viewer);
  const started = await eventOf(executions.service, viewer, id, ({ event }) => event.__typename === 'ExecutionEnded');
  expect(JSON.stringify(started.event['output'])).toContain("must have required property 'id'");
});
