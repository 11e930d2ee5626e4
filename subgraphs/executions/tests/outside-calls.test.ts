import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { executeAgent } from '@aether/runtime';
import type { AgentSpecInput } from '@aether/schema';
import { executeAs, type OperationHandlers, testViewer } from '@aether/test-support';
import { createVault, LocalKeyEncryptionKey } from '@aether/common/security';
import { tenantStatement } from '@aether/common/graph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createExecutions, endOf, eventOf, startRun, testQueue } from './create-executions.ts';
import { triggerOperations, VAULT_KEY } from './create-triggers.ts';
import { rightsOperations } from './rights-operations.ts';
import { AGENT_ID, agentSpec } from './run-agent-spec.ts';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly key: string | undefined;
}

const EVERYTHING = tenantStatement(
  'test.everything-of-a-tenant',
  'MATCH (node {tenantId: $tenantId}) RETURN properties(node) AS everything',
);

const asked: Asked[] = [];
let origin = '';
/** The same server as another origin. */
let elsewhere = '';
const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  const { authorization } = request.headers;
  const key = request.headersDistinct['x-key']?.[0];
  asked.push({ method: request.method ?? '', url: request.url ?? '', authorization, key });
  const answers: Readonly<Record<string, () => void>> = {
    '/text': () => response.end('{"text":"Because."}'),
    '/large': () => response.end(`"${'x'.repeat(5_000_000)}"`),
    '/broken': () => response.destroy(),
    '/never': () => undefined,
    '/away': () => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
    '/elsewhere': () => response.writeHead(302, { location: `${elsewhere}/text` }).end(),
    '/moved': () => response.writeHead(302, { location: '/text' }).end(),
    '/echo': () => {
      const said = JSON.stringify({ text: `You sent ${request.headers.authorization}.` });
      // In two pieces, with the secret on both sides.
      response.write(said.slice(0, 30));
      setImmediate(() => response.end(said.slice(30)));
    },
  };
  answers[request.url ?? '']?.();
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  elsewhere = `http://localhost:${port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type Http = Record<string, unknown> & { readonly url: string };

function httpAgent(node: Http) {
  const flow = {
    nodes: {
      begin: { type: 'input' },
      call: { type: 'http', ...node },
      end: { type: 'output', fields: { answer: 'nodes.call.output.body.text' } },
    },
    edges: { a: { from: 'begin', to: 'call' }, b: { from: 'call', to: 'end' } },
  } as AgentSpecInput['flow'];
  return agentSpec({ kind: 'WORKFLOW', flow });
}

function createAgent(spec: ReturnType<typeof agentSpec>, isAllowed = true, operations: OperationHandlers = {}) {
  return createExecutions({
    executeAgent,
    operations: { ...triggerOperations({ spec }), ...rightsOperations(), ...operations },
    config: { vaultKey: VAULT_KEY, attempts: 1, allowedOrigins: isAllowed ? [origin, elsewhere] : [] },
  });
}

async function resultOf(spec: ReturnType<typeof agentSpec>, isAllowed = true) {
  const viewer = testViewer();
  await using executions = await createAgent(spec, isAllowed);
  const id = await startRun(executions.service, viewer);
  return await endOf(executions.service, viewer, id);
}

test('a request goes out, and its step says to whom and what came', async () => {
  const viewer = testViewer();
  await using executions = await createAgent(httpAgent({ url: `${origin}/text` }));
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'SUCCEEDED',
    output: { answer: 'Because.' },
  });
  const { data } = await executeAs<{ execution: { chain: { steps: { edges: { node: unknown }[] } } } }>(
    executions.service,
    viewer,
    'query ($id: ID!) { execution(id: $id) { chain { steps { edges { node { key type status } } } } } }',
    { id },
  );
  expect(data.execution.chain.steps.edges[0]?.node).toEqual({
    key: 'call/http',
    type: 'HTTP_CALL',
    status: 'SUCCEEDED',
  });
});

test('a private address that nobody allowed is refused before anything is sent', async () => {
  const before = asked.length;
  const end = await resultOf(httpAgent({ url: `${origin}/text` }), false);
  expect(end).toMatchObject({ status: 'FAILED', error: { code: 'ADDRESS_REFUSED' } });
  expect(asked.length).toBe(before);
});

test('a redirect to the address of cloud secrets is not followed', async () => {
  expect(await resultOf(httpAgent({ url: `${origin}/away` }))).toMatchObject({ error: { code: 'ADDRESS_REFUSED' } });
});

test('a request that writes is not sent on: it would become one that reads, or be made twice', async () => {
  const post = { method: 'POST', url: `${origin}/moved`, body: '{}', approval: 'NEVER' };
  const before = asked.length;
  expect(await resultOf(httpAgent(post))).toMatchObject({
    error: { code: 'ENDPOINT_REFUSED', message: expect.stringContaining('status 302') },
  });
  expect(asked.length).toBe(before + 1);
  expect(await resultOf(httpAgent({ url: `${origin}/moved` }))).toMatchObject({ output: { answer: 'Because.' } });
});

test.for<[string, string, string]>([
  ['answers 5 MB', '/large', 'ENDPOINT_ANSWER_TOO_LARGE'],
  ['breaks the connection', '/broken', 'ENDPOINT_INTERRUPTED'],
  ['answers nothing in time', '/never', 'ENDPOINT_TIMEOUT'],
])('an address that %s fails its step by its code', async ([, path, code]) => {
  const end = await resultOf(httpAgent({ url: `${origin}${path}`, timeoutMs: 3_000 }));
  expect(end).toMatchObject({ status: 'FAILED', error: { code, message: expect.stringMatching(/^Node "call": /u) } });
});

const vaultKeySchema = z.object({ vaultKey: z.object({ id: z.string(), wrappedKey: z.string() }) });

/** What identity answers when it has such a secret for these hosts: sealed for the agent that asks, as the real one does. */
function withCredential(
  own: OperationHandlers,
  hosts: readonly string[],
  secret: string,
  kind = 'BEARER',
): OperationHandlers {
  return {
    ...own,
    CredentialForHost: async ({ host, agentId }, options) => {
      if (!hosts.includes(String(host))) return { credentialForHost: null };
      const { vaultKey } = vaultKeySchema.parse(await own['VaultKey']?.({ id: null }, options));
      const random = (bytes: number): Uint8Array => randomBytes(bytes);
      const known = { dataKeyId: vaultKey.id, wrapped: vaultKey.wrappedKey };
      const vault = createVault({
        keyEncryptionKey: new LocalKeyEncryptionKey({ secret: VAULT_KEY, random }),
        store: { byId: async () => known, current: async () => known, insertFirst: async () => known },
        newDataKeyId: () => vaultKey.id,
        random,
        monotonicMs: () => performance.now(),
      });
      const tenantId = options.onBehalfOf?.tenantId ?? '';
      const place = { tenantId, recordId: 'crd_1', version: 1, purpose: `Agent:${String(agentId)}` };
      const sealed = await vault.seal(place, secret);
      const facts = { id: 'crd_1', kind, version: 1, vaultKeyId: vaultKey.id, scopes: hosts };
      return { credentialForHost: { ...facts, sealed, expiresAt: null } };
    },
  };
}

test.for(['/text', '/echo'])('the credential is sent to %s, and is nowhere in the record', async (path) => {
  const viewer = testViewer();
  const spec = httpAgent({ url: `${origin}${path}`, credential: 'orders' });
  const secret = 'bearer-canary-5f2c9a';
  const identity = withCredential(triggerOperations({ spec }), [new URL(origin).host], secret);
  await using executions = await createAgent(spec, true, identity);
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(asked.at(-1)).toMatchObject({ authorization: `Bearer ${secret}` });
  const record = await executions.parts.database
    .tenant(viewer.tenantId)
    .read(EVERYTHING, {}, z.object({ everything: z.record(z.string(), z.unknown()) }));
  expect(record.length).toBeGreaterThan(3);
  expect(JSON.stringify(record)).not.toContain(secret);
});

test.for<[string, string]>([
  ['BASIC', 'secret-canary-91c, no JSON'],
  ['BEARER', 'secret-canary-91c\nx: y'],
])('a secret of kind %s that fits no header is told in no error', async ([kind, secret]) => {
  const viewer = testViewer();
  const spec = httpAgent({ url: `${origin}/text`, credential: 'orders' });
  const identity = withCredential(triggerOperations({ spec }), [new URL(origin).host], secret, kind);
  await using executions = await createAgent(spec, true, identity);
  const before = asked.length;
  const end = await endOf(executions.service, viewer, await startRun(executions.service, viewer));
  expect(end).toMatchObject({ error: { code: 'CREDENTIAL_UNREADABLE' } });
  expect(JSON.stringify(end)).not.toContain('canary');
  expect(asked.length).toBe(before);
});

test('whoever runs the agent of a colleague lends it nothing private, and neither does a look at its health', async () => {
  const viewer = testViewer();
  const endpoint = { protocol: 'graphql' as const, url: `${origin}/text`, document: '{ a }', credential: 'orders' };
  const spec = agentSpec({ type: 'EXTERNAL_API', endpoint });
  const questions: unknown[] = [];
  const CredentialForHost: OperationHandlers[string] = ({ ownsAgent }) => {
    questions.push(ownsAgent);
    return { credentialForHost: null };
  };
  const ended = async (ownerId: string) => {
    const operations = { ...triggerOperations({ spec, ownerId }), CredentialForHost };
    await using executions = await createAgent(spec, true, operations);
    const { service } = executions;
    const health = await executeAs<{ checkAgentHealth: { health: { status: string } } }>(
      service,
      viewer,
      'mutation ($input: CheckAgentHealthInput!) { checkAgentHealth(input: $input) { health { status } } }',
      { input: { agentId: AGENT_ID } },
    );
    expect(health.data.checkAgentHealth.health.status).toBe('DOWN');
    return await endOf(service, viewer, await startRun(service, viewer));
  };
  const before = asked.length;
  expect(await ended('usr_colleague')).toMatchObject({
    error: { code: 'CREDENTIAL_UNREADABLE', message: expect.stringMatching(/does not own the agent/) },
  });
  expect(questions).toEqual([false, false]);
  expect(await ended(viewer.userId ?? '')).toMatchObject({ error: { code: 'CREDENTIAL_UNREADABLE' } });
  expect(questions).toEqual([false, false, true, true]);
  expect(asked.length).toBe(before);
});

test('a request with a credential is sent on at its own origin only, whatever header the credential is in', async () => {
  const viewer = testViewer();
  const ended = async (path: string, credential: string | undefined) => {
    const endpoint = {
      protocol: 'rest' as const,
      method: 'GET' as const,
      url: `${origin}${path}`,
      credentialHeader: 'x-key',
      response: '{"answer": response.body.text}',
      ...(credential === undefined ? {} : { credential }),
    };
    const spec = agentSpec({ type: 'EXTERNAL_API', endpoint });
    const identity = withCredential(triggerOperations({ spec }), [new URL(origin).host], 'key-1', 'API_KEY');
    await using executions = await createAgent(spec, true, identity);
    return await endOf(executions.service, viewer, await startRun(executions.service, viewer));
  };
  const before = asked.length;
  expect(await ended('/moved', 'orders')).toMatchObject({ output: { answer: 'Because.' } });
  expect(asked.slice(before)).toMatchObject([
    { url: '/moved', key: 'key-1' },
    { url: '/text', key: 'key-1' },
  ]);
  expect(await ended('/elsewhere', 'orders')).toMatchObject({
    error: { code: 'ENDPOINT_REFUSED', message: expect.stringContaining('status 302') },
  });
  expect(asked.slice(before + 2)).toMatchObject([{ url: '/elsewhere' }]);
  expect(await ended('/elsewhere', undefined)).toMatchObject({ output: { answer: 'Because.' } });
});

test('a credential that is not there for the person fails the step, and nothing is sent', async () => {
  const viewer = testViewer();
  const spec = httpAgent({ url: `${origin}/text`, credential: 'orders' });
  await using executions = await createAgent(spec, true, withCredential(triggerOperations({ spec }), [], 'x'));
  const before = asked.length;
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ error: { code: 'CREDENTIAL_UNREADABLE' } });
  expect(asked.length).toBe(before);
});

test('a call with a price is made within the budget of its run, counted once, and not made beyond it', async () => {
  const viewer = testViewer();
  const endpoint = { protocol: 'rest' as const, method: 'GET' as const, url: `${origin}/text`, price: 1_000 };
  await using executions = await createAgent(agentSpec({ type: 'EXTERNAL_API', endpoint }));
  const { service } = executions;
  const ended = async (budget: number) => {
    const id = await startRun(service, viewer, { budget });
    const { data } = await executeAs<{ execution: unknown }>(
      service,
      viewer,
      'query ($id: ID!) { execution(id: $id) { spent } }',
      { id: (await endOf(service, viewer, id), id) },
    );
    return data.execution;
  };
  const before = asked.length;
  expect(await ended(1_000)).toEqual({ spent: 1_000 });
  expect(asked.length).toBe(before + 1);
  expect(await ended(999)).toEqual({ spent: 0 });
  expect(asked.length).toBe(before + 1);
});

test('a call that must happen once, and whose host took no connection, is tried again unasked', async () => {
  const viewer = testViewer();
  const late = createServer((_, response) => response.end('{"text":"Because."}'));
  late.listen(0, '127.0.0.1');
  await once(late, 'listening');
  const { port } = late.address() as AddressInfo;
  await promisify(late.close.bind(late))();
  const at = `http://127.0.0.1:${port}`;
  const endpoint = { protocol: 'rest' as const, url: `${at}/pay`, response: '{"answer": response.body.text}' };
  const spec = agentSpec({ type: 'EXTERNAL_API', endpoint });
  await using executions = await createExecutions({
    executeAgent,
    operations: { ...triggerOperations({ spec }), ...rightsOperations() },
    config: { attempts: 8, retryBaseMs: 500, allowedOrigins: [at] },
  });
  const { service } = executions;
  const id = await startRun(service, viewer);
  await eventOf(service, viewer, id, ({ event }) => event['stepStatus'] === 'FAILED');
  late.listen(port, '127.0.0.1');
  try {
    expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED', output: { answer: 'Because.' } });
  } finally {
    late.closeAllConnections();
    late.close();
  }
});

test('an agent of another system is called at its endpoint', async () => {
  const endpoint = {
    protocol: 'rest' as const,
    method: 'GET' as const,
    url: `${origin}/text`,
    response: '{"answer": response.body.text}',
  };
  const end = await resultOf(agentSpec({ type: 'EXTERNAL_API', endpoint }));
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: { answer: 'Because.' } });
});

test('a flow that waits for a while goes on by itself, and one that waits for a signal with what came', async () => {
  const viewer = testViewer();
  const flow: AgentSpecInput['flow'] = {
    nodes: {
      begin: { type: 'input' },
      pause: { type: 'wait', seconds: '1' },
      paid: { type: 'wait', signal: 'payment' },
      end: { type: 'output', fields: { answer: 'nodes.paid.output.sum' } },
    },
    edges: { a: { from: 'begin', to: 'pause' }, b: { from: 'pause', to: 'paid' }, c: { from: 'paid', to: 'end' } },
  };
  await using executions = await createAgent(agentSpec({ kind: 'WORKFLOW', flow }));
  const { service } = executions;
  const id = await startRun(service, viewer);
  await eventOf(service, viewer, id, ({ event }) => event['reason'] === 'A signal is awaited.');
  const { data } = await executeAs<{ signalExecution: { userErrors: unknown[] } }>(
    service,
    viewer,
    'mutation ($input: SignalExecutionInput!) { signalExecution(input: $input) { userErrors { code message } } }',
    { input: { executionId: id, name: 'payment', payload: { sum: '12' }, idempotencyKey: crypto.randomUUID() } },
  );
  expect(data.signalExecution.userErrors).toEqual([]);
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED', output: { answer: '12' } });
});

test('a wait holds no worker and outlives its process: another one goes on when it is over', async () => {
  const viewer = testViewer();
  const flow: AgentSpecInput['flow'] = {
    nodes: {
      begin: { type: 'input' },
      pause: { type: 'wait', seconds: '3' },
      end: { type: 'output', fields: { answer: '"Later."' } },
    },
    edges: { a: { from: 'begin', to: 'pause' }, b: { from: 'pause', to: 'end' } },
  };
  const operations = triggerOperations({ spec: agentSpec({ kind: 'WORKFLOW', flow }) });
  const start = { executeAgent, operations, config: { vaultKey: VAULT_KEY, queues: [testQueue()] } };
  const first = await createExecutions(start);
  const id = await startRun(first.service, viewer);
  await eventOf(first.service, viewer, id, ({ event }) => event['status'] === 'WAITING');
  await first[Symbol.asyncDispose]();
  await using second = await createExecutions(start);
  expect(await endOf(second.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED', output: { answer: 'Later.' } });
});
