import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StreamResponse, type TaskPushNotificationConfig, TaskState } from '@a2a-js/sdk';
import { tenantStatement } from '@aether/common/graph';
import { createTestParts, testViewer } from '@aether/test-support';
import { beforeEach, afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { BINDINGS, connect, createAgent, message, started, text } from './a2a-client.ts';
import { endOf, testQueue } from './create-executions.ts';
import { VAULT_KEY } from './create-triggers.ts';
import { rightsOperations } from './rights-operations.ts';
import { simple, twoSteps } from './scripted-loops.ts';
import { PushConfigStore } from '../src/db/push-config-store.ts';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';

interface Told {
  readonly headers: IncomingHttpHeaders;
  readonly notification: StreamResponse;
}

/** The other system's address. */
let url = '';
let told: Told[] = [];
/** Status of the next answers; then 200. 0 = the connection breaks. */
let answers: number[] = [];
/** Length of the next answers. */
let answerBytes = 0;
/** Requests are answered when it is settled. */
let gate: PromiseWithResolvers<void> | null = null;
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const notification = StreamResponse.fromJSON(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  const status = answers.shift() ?? 200;
  told.push({ headers: request.headers, notification });
  await gate?.promise;
  if (status === 0) return response.destroy();
  const away = status === 302 ? { location: `${url}/elsewhere` } : {};
  return response.writeHead(status, away).end('x'.repeat(answerBytes));
});
beforeEach(async () => {
  told = [];
  answers = [];
  answerBytes = 0;
  gate = null;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const answer: ExecuteAgent = async ({ run }) => ({
  output: { answer: `You asked: ${String(run.input['question'])}` },
  text: '',
  citations: [],
});

const CONFIG = tenantStatement(
  'executions.test-push-configs',
  'MATCH (c:PushNotificationConfig {tenantId: $tenantId}) RETURN properties(c) AS config',
);
const config = z.object({ config: z.record(z.string(), z.unknown()) });

const at = (facts: Partial<TaskPushNotificationConfig> = {}): TaskPushNotificationConfig => ({
  tenant: '',
  id: '',
  taskId: '',
  url,
  token: '',
  authentication: undefined,
  ...facts,
});

function createPushing(
  executeAgent: ExecuteAgent,
  {
    isAllowed = true,
    queue = testQueue(),
    retryBaseMs = 1,
    origins = [] as readonly string[],
    operations = rightsOperations(),
  } = {},
) {
  const allowedOrigins = isAllowed ? [url, ...origins] : [];
  return createAgent(executeAgent, undefined, {
    operations,
    config: { vaultKey: VAULT_KEY, allowedOrigins, retryBaseMs, queues: [queue] },
  });
}

type Executions = Awaited<ReturnType<typeof createPushing>>;

const stored = async ({ parts }: Executions, tenantId: string) =>
  (await parts.database.tenant(tenantId).read(CONFIG, {}, config)).map((row) => row.config);

const states = (): (TaskState | undefined)[] =>
  told.map(({ notification: { payload } }) =>
    payload?.$case === 'task' || payload?.$case === 'statusUpdate' ? payload.value.status?.state : undefined,
  );
const WORKING = TaskState.TASK_STATE_WORKING;
const COMPLETED = TaskState.TASK_STATE_COMPLETED;
const SOON = { timeout: 10_000 };

test('each state of a task is told in order, the end with what the run answered', async () => {
  const viewer = testViewer();
  await using executions = await createPushing(answer);
  const client = await connect(executions, viewer);
  const authentication = { scheme: 'Bearer', credentials: 'only-for-you' };
  const push = at({ token: 'tkn-1', authentication });
  const task = await started(client, message([text('Why?')], { push }));
  await vi.waitFor(() => expect(states()).toEqual([WORKING, COMPLETED]), SOON);
  expect(told[1]?.notification.payload).toEqual({ $case: 'task', value: task });
  for (const { headers } of told)
    expect(headers).toMatchObject({
      'content-type': 'application/a2a+json',
      'a2a-version': '1.0',
      authorization: 'Bearer only-for-you',
      'x-a2a-notification-token': 'tkn-1',
    });
  // What is not told any more needs no secrets.
  await vi.waitFor(async () => expect((await stored(executions, viewer.tenantId))[0]?.['endedAt']).toBeDefined(), SOON);
  expect(JSON.stringify(await stored(executions, viewer.tenantId))).not.toMatch(/tkn-1|only-for-you|sealed":/);
  const store = new PushConfigStore({ ...executions.parts, queues: [] });
  await store.deleteExpired(new Date(Date.now() - 60_000), 1_000);
  expect(await stored(executions, viewer.tenantId)).toHaveLength(1);
  await store.deleteExpired(new Date(Date.now() + 60_000), 1_000);
  expect(await stored(executions, viewer.tenantId)).toEqual([]);
});

test.for(BINDINGS)(
  'a configuration is made, found, listed and deleted by %s, and never tells its secrets',
  async (binding) => {
    const viewer = testViewer();
    const loop = twoSteps();
    await using executions = await createPushing(loop.executeAgent);
    const client = await connect(executions, viewer, binding);
    const { id: taskId } = await started(client, message([text('Why?')], { returnImmediately: true }));
    await vi.waitFor(() => expect(loop.ran).toContain('two'), SOON);
    const asked = at({ id: 'mine', taskId, token: 'tkn-1', authentication: { scheme: 'Basic', credentials: 'dTpw' } });
    const shown = { ...asked, token: '', authentication: { scheme: 'Basic', credentials: '' } };
    expect(await client.createTaskPushNotificationConfig(asked)).toEqual(shown);
    const other = await client.createTaskPushNotificationConfig(at({ taskId, url: `${url}/other` }));
    expect(await client.getTaskPushNotificationConfig({ tenant: '', taskId, id: 'mine' })).toEqual(shown);
    const page = { tenant: '', taskId, pageSize: 0, pageToken: '' };
    expect((await client.listTaskPushNotificationConfig(page)).configs).toEqual(
      [shown, other].toSorted((left, right) => (left.id < right.id ? -1 : 1)),
    );
    expect(JSON.stringify(await stored(executions, viewer.tenantId))).not.toMatch(/tkn-1|dTpw/);
    for (const id of ['mine', 'mine', other.id])
      await client.deleteTaskPushNotificationConfig({ tenant: '', taskId, id });
    await expect(client.getTaskPushNotificationConfig({ tenant: '', taskId, id: 'mine' })).rejects.toMatchObject({
      name: 'TaskNotFoundError',
    });
    loop.gate.resolve();
    await endOf(executions.service, viewer, taskId);
    // Longer than two looks of the notifier.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(told).toEqual([]);
  },
);

test('of a task that has ended its end is told, and of one that goes on what comes', async () => {
  const viewer = testViewer();
  await using executions = await createPushing(answer);
  const client = await connect(executions, viewer);
  const { id: taskId } = await started(client, message([text('Why?')]));
  await client.createTaskPushNotificationConfig(at({ taskId }));
  await vi.waitFor(() => expect(states()).toEqual([COMPLETED]), SOON);
});

test('a run that waits for a person says so, and what comes after', async () => {
  const viewer = testViewer();
  await using executions = await createPushing(async (journal) => {
    await journal.timer({ key: 'wait/0', name: 'A moment', afterMs: 1_000 });
    await journal.step({ key: 'one', type: 'TRANSFORM', name: 'One', input: 1 }, async () => ({
      output: 1,
      ...simple,
    }));
    return { output: { answer: 'Now.' }, text: '', citations: [] };
  });
  const client = await connect(executions, viewer);
  await started(client, message([text('Why?')], { push: at(), returnImmediately: true }));
  await vi.waitFor(
    () => expect(states()).toEqual([WORKING, TaskState.TASK_STATE_INPUT_REQUIRED, WORKING, COMPLETED]),
    SOON,
  );
});

test('what is not taken is told again, and nothing is told before it', async () => {
  const viewer = testViewer();
  await using executions = await createPushing(answer);
  const client = await connect(executions, viewer);
  answers = [500, 0, 302];
  await started(client, message([text('Why?')], { push: at() }));
  await vi.waitFor(() => expect(states()).toEqual([WORKING, WORKING, WORKING, WORKING, COMPLETED]), SOON);
});

test.for<[string, number[], number]>([
  ['takes nothing twelve times', Array<number>(20).fill(503), 12],
  ['says that it is gone', [410], 1],
])('an address that %s is given up, and the record says why', { timeout: 30_000 }, async ([, refusals, times]) => {
  const viewer = testViewer();
  await using executions = await createPushing(answer);
  const client = await connect(executions, viewer);
  answers = [...refusals];
  await started(client, message([text('Why?')], { push: at({ token: 'tkn-1' }) }));
  await vi.waitFor(
    async () =>
      expect(await stored(executions, viewer.tenantId)).toMatchObject([
        { isGivenUp: true, attempts: times, lastError: `It answered ${refusals[0]}.`, endedAt: expect.any(String) },
      ]),
    { timeout: 20_000 },
  );
  expect(told).toHaveLength(times);
  const [given] = await stored(executions, viewer.tenantId);
  expect([given?.['sealed'], given?.['dueAtMs']]).toEqual([undefined, undefined]);
});

test('a process that is killed before it tells loses nothing: another one tells', async () => {
  const viewer = testViewer();
  const queue = testQueue();
  let taskId = '';
  {
    await using executions = await createPushing(answer, { queue, retryBaseMs: 600_000 });
    const client = await connect(executions, viewer);
    answers = [500];
    ({ id: taskId } = await started(client, message([text('Why?')], { push: at() })));
    await vi.waitFor(async () => expect((await stored(executions, viewer.tenantId))[0]?.['attempts']).toBe(1), SOON);
  }
  {
    // Another one took it up, and died in the middle: its claim ends with its lease.
    await using parts = await createTestParts();
    const store = new PushConfigStore({ ...parts, queues: [queue] });
    await parts.database.tenant(viewer.tenantId).write(DUE_NOW, {}, config);
    const [due] = await store.due(1, []);
    expect(await store.claim(viewer.tenantId, due?.id ?? '', 1_500)).toMatchObject({ taskId });
    expect(await store.claim(viewer.tenantId, due?.id ?? '', 1_500)).toBeNull();
  }
  told = [];
  await using next = await createPushing(answer, { queue });
  await vi.waitFor(() => expect(states()).toEqual([WORKING, COMPLETED]), SOON);
  await vi.waitFor(async () => expect((await stored(next, viewer.tenantId))[0]?.['endedAt']).toBeDefined(), SOON);
});
const DUE_NOW = tenantStatement(
  'executions.test-push-config-due-now',
  'MATCH (c:PushNotificationConfig {tenantId: $tenantId}) SET c.dueAtMs = 0 RETURN properties(c) AS config',
);

test('one that is deleted and made again is not touched by whoever still tells the old one', async () => {
  const viewer = testViewer();
  const loop = twoSteps();
  await using executions = await createPushing(loop.executeAgent);
  const client = await connect(executions, viewer);
  gate = Promise.withResolvers();
  answers = [410];
  const { id: taskId } = await started(client, message([text('Why?')], { push: at(), returnImmediately: true }));
  await vi.waitFor(() => expect(states()).toEqual([WORKING]), SOON);
  await expect.poll(() => loop.ran).toContain('two');
  await client.deleteTaskPushNotificationConfig({ tenant: '', taskId, id: taskId });
  await client.createTaskPushNotificationConfig(at({ taskId, token: 'tkn-2' }));
  // It has been looked at, as often as the old one.
  await vi.waitFor(
    async () => expect((await stored(executions, viewer.tenantId))[0]?.['dueAtMs']).toBeUndefined(),
    SOON,
  );
  gate.resolve();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const [kept] = await stored(executions, viewer.tenantId);
  expect([kept?.['isGivenUp'], kept?.['sealed']]).toEqual([undefined, expect.any(String)]);
  loop.gate.resolve();
  await vi.waitFor(() => expect(states()).toEqual([WORKING, COMPLETED]), SOON);
});

test('a run that streams is looked at when its state changes, not for each piece of text', async () => {
  const looks = vi.spyOn(PushConfigStore.prototype, 'claim');
  await using executions = await createPushing(async (journal) => {
    const output = await journal.step({ key: 'one', type: 'LLM_INVOCATION', name: 'One', input: 1 }, async (step) => {
      for (let piece = 0; piece < 30; piece += 1) {
        step.text(`piece ${piece} `);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return { output: 'all', ...simple };
    });
    return { output: { answer: output }, text: '', citations: [] };
  });
  const client = await connect(executions, testViewer());
  const task = await started(client, message([text('Why?')], { push: at() }));
  await vi.waitFor(() => expect(states()).toEqual([WORKING, COMPLETED]), SOON);
  const claims = await Promise.all(
    looks.mock.results.map(({ value }) => value as ReturnType<PushConfigStore['claim']>),
  );
  // When it is made, at work and at the end; one more when two of these come together.
  expect(claims.filter((claim) => claim?.taskId === task.id).length).toBeLessThanOrEqual(5);
  looks.mockRestore();
});

test('an answer of 200 is a success, however long it is', async () => {
  await using executions = await createPushing(answer);
  const client = await connect(executions, testViewer());
  answerBytes = 100_000;
  await started(client, message([text('Why?')], { push: at() }));
  await vi.waitFor(() => expect(states()).toEqual([WORKING, COMPLETED]), SOON);
});

test.for<[string, number, boolean]>([
  ['is too large to be told unasked', 2_000_000, false],
  ['is not kept any more', 100_000, true],
])('a task whose artifact %s is told without it', async ([, bytes, isLost]) => {
  const viewer = testViewer();
  await using executions = await createPushing(async () => ({
    output: { answer: 'x'.repeat(bytes) },
    text: '',
    citations: [],
  }));
  const client = await connect(executions, viewer);
  gate = Promise.withResolvers();
  const { id } = await started(client, message([text('Why?')], { push: at() }));
  const { database, blobs } = executions.parts;
  if (isLost) {
    const [row] = await database.tenant(viewer.tenantId).read(OUTPUT, { id }, z.object({ output: z.string() }));
    await blobs.delete(JSON.parse(row?.output ?? '').blob.key);
  }
  gate.resolve();
  await vi.waitFor(() => expect(states()).toEqual([WORKING, COMPLETED]), SOON);
  expect(told[1]?.notification.payload).toMatchObject({ $case: 'task', value: { id, artifacts: [] } });
});
const OUTPUT = tenantStatement(
  'executions.test-output',
  'MATCH (e:Execution {tenantId: $tenantId, id: $id}) RETURN e.output AS output',
);

test('a secret that cannot be opened is not tried for ever', async () => {
  const viewer = testViewer();
  const loop = twoSteps();
  await using executions = await createPushing(loop.executeAgent);
  const client = await connect(executions, viewer);
  const { id: taskId } = await started(client, message([text('Why?')], { returnImmediately: true }));
  await expect.poll(() => loop.ran).toContain('two');
  await client.createTaskPushNotificationConfig(at({ taskId, token: 'tkn-1' }));
  await executions.parts.database.tenant(viewer.tenantId).write(BREAK_SECRET, {}, config);
  loop.gate.resolve();
  await vi.waitFor(
    async () => expect(await stored(executions, viewer.tenantId)).toMatchObject([{ isGivenUp: true, attempts: 12 }]),
    { timeout: 15_000 },
  );
  expect(told).toEqual([]);
}, 20_000);
const BREAK_SECRET = tenantStatement(
  'executions.test-break-secret',
  "MATCH (c:PushNotificationConfig {tenantId: $tenantId}) SET c.sealed = '{}' RETURN properties(c) AS config",
);

test('an address that is slow takes two places, and the others go on', async () => {
  const viewer = testViewer();
  const loop = twoSteps();
  let others = 0;
  const quick = createServer((_, response) => {
    others += 1;
    response.end();
  });
  quick.listen(0, '127.0.0.1');
  await once(quick, 'listening');
  const quickUrl = `http://127.0.0.1:${(quick.address() as AddressInfo).port}`;
  {
    await using executions = await createPushing(loop.executeAgent, { origins: [quickUrl] });
    const client = await connect(executions, viewer);
    const { id: taskId } = await started(client, message([text('Why?')], { returnImmediately: true }));
    await expect.poll(() => loop.ran).toContain('two');
    for (let n = 0; n < 9; n += 1) await client.createTaskPushNotificationConfig(at({ taskId, id: `slow-${n}` }));
    await client.createTaskPushNotificationConfig(at({ taskId, id: 'quick', url: quickUrl }));
    gate = Promise.withResolvers();
    loop.gate.resolve();
    await vi.waitFor(() => expect(others).toBe(1), SOON);
    expect(told.length).toBeLessThanOrEqual(2);
    gate.resolve();
    await vi.waitFor(() => expect(told).toHaveLength(9), SOON);
  }
  quick.close();
  await once(quick, 'close');
});

test('who has lost the right to read is told nothing more', async () => {
  const viewer = testViewer();
  const loop = twoSteps();
  const operations = rightsOperations(() => ['agent:run']);
  await using executions = await createPushing(loop.executeAgent, { operations });
  const client = await connect(executions, viewer);
  await started(client, message([text('Why?')], { push: at({ token: 'tkn-1' }), returnImmediately: true }));
  await vi.waitFor(
    async () =>
      expect(await stored(executions, viewer.tenantId)).toMatchObject([
        { isGivenUp: true, lastError: expect.stringContaining('lost the right'), createdById: viewer.userId },
      ]),
    SOON,
  );
  loop.gate.resolve();
  expect(told).toEqual([]);
});

test('a key that is revoked takes along what it has registered, and the audit log says why', async () => {
  const apiKey = { id: 'key_1', models: [], tools: [], tokensPerMinute: null };
  const viewer = testViewer({ apiKey });
  const { apiKey: _, ...session } = viewer;
  const loop = twoSteps();
  const asked: string[] = [];
  const operations = rightsOperations(undefined, (apiKeyId) => {
    asked.push(apiKeyId);
    return false;
  });
  await using executions = await createPushing(loop.executeAgent, { operations });
  const { id: taskId } = await started(
    await connect(executions, viewer),
    message([text('Why?')], {
      push: at({ id: 'by-key', token: 'tkn-1', url: `${url}/secret-path` }),
      returnImmediately: true,
    }),
  );
  await (await connect(executions, session)).createTaskPushNotificationConfig(at({ taskId, id: 'by-person' }));
  await vi.waitFor(
    async () =>
      expect(await stored(executions, viewer.tenantId)).toContainEqual(
        expect.objectContaining({
          configId: 'by-key',
          apiKeyId: 'key_1',
          isGivenUp: true,
          endedAt: expect.any(String),
          lastError: 'The API key that it was registered with was revoked or has expired.',
        }),
      ),
    SOON,
  );
  expect(JSON.stringify(await stored(executions, viewer.tenantId))).not.toMatch(/sealed":/);
  const row = z.object({ type: z.string(), actorId: z.string().nullable(), data: z.string() });
  const rows = await executions.parts.database.tenant(viewer.tenantId).read(TOLD, {}, row);
  const withdrawn = rows.filter(({ type }) => type.endsWith('withdrawn'));
  expect(withdrawn).toMatchObject([{ type: 'aether.push-notification-config.withdrawn', actorId: null }]);
  expect(JSON.parse(withdrawn[0]?.data ?? '')).toMatchObject({
    taskId,
    configId: 'by-key',
    audit: { action: 'push-notification-config.withdraw', after: { reason: expect.stringContaining('revoked') } },
  });
  expect(JSON.stringify(rows)).not.toContain('secret-path');
  // What the person registered without a key goes on, and so does the run.
  loop.gate.resolve();
  await vi.waitFor(() => expect(states().at(-1)).toBe(COMPLETED), SOON);
  expect(told.every(({ headers }) => headers['x-a2a-notification-token'] === undefined)).toBe(true);
  expect(new Set(asked)).toEqual(new Set(['key_1']));
});

test('that one is saved and deleted is in the audit log, without the path of its address', async () => {
  const viewer = testViewer();
  const loop = twoSteps();
  await using executions = await createPushing(loop.executeAgent);
  const client = await connect(executions, viewer);
  const { id: taskId } = await started(client, message([text('Why?')], { returnImmediately: true }));
  await client.createTaskPushNotificationConfig(at({ taskId, id: 'mine', url: `${url}/secret-path` }));
  await client.deleteTaskPushNotificationConfig({ tenant: '', taskId, id: 'mine' });
  await client.deleteTaskPushNotificationConfig({ tenant: '', taskId, id: 'mine' });
  const row = z.object({ type: z.string(), actorId: z.string(), data: z.string() });
  const rows = await executions.parts.database.tenant(viewer.tenantId).read(TOLD, {}, row);
  expect(rows.map(({ type, actorId }) => [type, actorId])).toEqual([
    ['aether.push-notification-config.saved', viewer.userId],
    ['aether.push-notification-config.deleted', viewer.userId],
  ]);
  expect(JSON.stringify(rows)).toContain(url);
  expect(JSON.stringify(rows)).not.toContain('secret-path');
  loop.gate.resolve();
});
const TOLD = tenantStatement(
  'executions.test-told-push-configs',
  `MATCH (o:OutboxEvent {tenantId: $tenantId}) WHERE o.type STARTS WITH 'aether.push-notification-config.'
   RETURN o.type AS type, o.actorId AS actorId, o.data AS data ORDER BY o.position`,
);

test('the same message twice is one run and one configuration', async () => {
  const viewer = testViewer();
  await using executions = await createPushing(answer);
  const client = await connect(executions, viewer);
  const first = await started(client, message([text('Why?')], { id: 'msg-1', push: at() }));
  await vi.waitFor(async () => expect((await stored(executions, viewer.tenantId))[0]?.['endedAt']).toBeDefined(), SOON);
  const second = await started(client, message([text('Why?')], { id: 'msg-1', push: at() }));
  expect(second.id).toBe(first.id);
  expect(await stored(executions, viewer.tenantId)).toMatchObject([{ endedAt: expect.any(String) }]);
});

test("another person's task has no configurations for anybody else", async () => {
  const viewer = testViewer();
  await using executions = await createPushing(answer);
  const { id: taskId } = await started(await connect(executions, viewer), message([text('Why?')], { push: at() }));
  const permissions = ['agent:run', 'execution:read'] as const;
  for (const stranger of [testViewer(), testViewer({ tenantId: viewer.tenantId, permissions: [...permissions] })]) {
    const client = await connect(executions, stranger);
    const place = { tenant: '', taskId, id: taskId };
    const notThere = { name: 'TaskNotFoundError' };
    await expect(client.createTaskPushNotificationConfig(at({ taskId }))).rejects.toMatchObject(notThere);
    await expect(client.getTaskPushNotificationConfig(place)).rejects.toMatchObject(notThere);
    await expect(client.deleteTaskPushNotificationConfig(place)).rejects.toMatchObject(notThere);
    await expect(
      client.listTaskPushNotificationConfig({ tenant: '', taskId, pageSize: 0, pageToken: '' }),
    ).rejects.toMatchObject(notThere);
  }
});

test.for<[string, Partial<TaskPushNotificationConfig>]>([
  ['http, where no administrator allowed it', { url: 'http://hooks.example.com/a2a' }],
  ['a private address', { url: 'https://10.0.0.7/a2a' }],
  ['this machine', { url: 'https://127.0.0.1/a2a' }],
  ['the metadata of a cloud', { url: 'https://169.254.169.254/latest' }],
  ['a password in the address', { url: 'https://me:secret@hooks.example.com' }],
  ['another port', { url: 'https://hooks.example.com:6379' }],
  ['no address', { url: 'hooks' }],
  ['a token of a megabyte', { token: 'x'.repeat(1_048_576) }],
  ['a token of two lines', { token: 'a\r\nX-Other: b' }],
  ['a scheme of two words', { authentication: { scheme: 'Bearer x', credentials: 'y' } }],
  ['a scheme without credentials', { authentication: { scheme: 'Bearer', credentials: '' } }],
  ['a name that is a path', { id: '../other' }],
])('a configuration with %s is refused before anything runs', async ([, facts]) => {
  const viewer = testViewer();
  await using executions = await createPushing(answer, { isAllowed: false });
  const client = await connect(executions, viewer);
  const push = at({ url: 'https://hooks.example.com/a2a', ...facts });
  await expect(client.sendMessage(message([text('Why?')], { push }))).rejects.toMatchObject({
    name: 'RequestMalformedError',
  });
  const asked = { tenant: '', contextId: '', status: 0, pageToken: '', statusTimestampAfter: undefined };
  expect((await client.listTasks(asked)).totalSize).toBe(0);
});

test('a task has ten configurations at most', async () => {
  const loop = twoSteps();
  await using executions = await createPushing(loop.executeAgent);
  const client = await connect(executions, testViewer());
  const { id: taskId } = await started(client, message([text('Why?')], { returnImmediately: true }));
  const make = (id: string) => client.createTaskPushNotificationConfig(at({ taskId, id }));
  const made = await Promise.allSettled(Array.from({ length: 15 }, (_, n) => make(`cfg-${n}`)));
  const ids = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value.id] : []));
  expect(ids).toHaveLength(10);
  // One of the ten may be made anew.
  expect(await make(ids[0] ?? '')).toMatchObject({ id: ids[0] });
});

test('without a vault key the card says so, and asking for it is refused by name', async () => {
  await using executions = await createAgent(answer);
  const viewer = testViewer();
  const client = await connect(executions, viewer);
  expect((await client.getAgentCard()).capabilities?.pushNotifications).toBe(false);
  await expect(
    client.sendMessage(message([text('Why?')], { push: at({ url: 'https://a.example' }) })),
  ).rejects.toMatchObject({ name: 'PushNotificationNotSupportedError' });
});
