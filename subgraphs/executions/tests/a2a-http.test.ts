import { parseSseStream, Role, SendMessageRequest, StreamResponse, TaskState } from '@a2a-js/sdk';
import type { Viewer } from '@aether/common/security';
import { serveFetch, testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { createAgent, edgeFetch, message, text } from './a2a-client.ts';
import { endOf } from './create-executions.ts';
import { twoSteps } from './scripted-loops.ts';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';

const answer: ExecuteAgent = async ({ run }) => ({
  output: { answer: `You asked: ${String(run.input['question'])}` },
  text: '',
  citations: [],
});

interface Asked {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The agent on a port of its own, for one person. */
async function serveAgent(executeAgent: ExecuteAgent = answer, viewer: Viewer | null = testViewer()) {
  await using stack = new AsyncDisposableStack();
  const executions = stack.use(await createAgent(executeAgent));
  const served = stack.use(await serveFetch((request) => edgeFetch(executions, viewer)(request)));
  const owned = stack.move();
  return {
    executions,
    ask: (path: string, { method = 'GET', body, headers }: Asked = {}): Promise<Response> =>
      fetch(`${served.origin}/a2a/helper${path}`, {
        method,
        headers: {
          'a2a-version': '1.0',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const ofMessage = (...[parts, facts]: Parameters<typeof message>): Asked => ({
  method: 'POST',
  body: JSON.stringify(SendMessageRequest.toJSON(message(parts, facts))),
});
const QUESTION = ofMessage([text('Why?')]);

/** As google.rpc.Status (A2A 1.0, 11.6). */
const refused = (code: number, status: string, reason: string) => ({
  error: {
    code,
    status,
    message: expect.any(String),
    details: [expect.objectContaining({ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason })],
  },
});

test('the paths of the protocol answer as JSON of its messages', async () => {
  await using agent = await serveAgent();
  const sent = await agent.ask('/message:send', { ...QUESTION, headers: { 'content-type': 'application/a2a+json' } });
  expect([sent.status, sent.headers.get('content-type')]).toEqual([200, 'application/a2a+json']);
  const { task } = (await sent.json()) as { readonly task: { readonly id: string } };
  expect(task).toMatchObject({
    status: { state: 'TASK_STATE_COMPLETED' },
    artifacts: [{ parts: [{ text: 'You asked: Why?' }, { data: { answer: 'You asked: Why?' } }] }],
  });
  expect(await (await agent.ask(`/tasks/${task.id}?historyLength=0`)).json()).toEqual(task);
  expect(await (await agent.ask('/tasks?includeArtifacts=true&status=TASK_STATE_COMPLETED&pageSize=1')).json()).toEqual(
    {
      tasks: [task],
      nextPageToken: '',
      pageSize: 1,
      totalSize: 1,
    },
  );
  expect(await (await agent.ask('/tasks?status=TASK_STATE_FAILED')).json()).toEqual({
    tasks: [],
    nextPageToken: '',
    pageSize: 50,
    totalSize: 0,
  });
});

test('the version may be a parameter of the address', async () => {
  await using agent = await serveAgent();
  expect((await agent.ask('/tasks?A2A-Version=1.0', { headers: { 'a2a-version': '' } })).status).toBe(400);
  const served = await serveFetch((request) => edgeFetch(agent.executions, testViewer())(request));
  await using _ = served;
  expect((await fetch(`${served.origin}/a2a/helper/tasks?A2A-Version=1.0`)).status).toBe(200);
  expect((await fetch(`${served.origin}/a2a/helper/tasks`)).status).toBe(400);
});

test.for(['POST', 'GET'])('a task is followed by %s, and cancelled without a body', async (method) => {
  const loop = twoSteps();
  const viewer = testViewer();
  await using agent = await serveAgent(loop.executeAgent, viewer);
  const begun = await agent.ask('/message:send', ofMessage([text('Why?')], { returnImmediately: true }));
  const { task } = (await begun.json()) as { readonly task: { readonly id: string } };
  const followed = await agent.ask(`/tasks/${task.id}:subscribe`, { method });
  expect(followed.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const states: unknown[] = [];
  for await (const { data } of parseSseStream(followed)) {
    const { payload } = StreamResponse.fromJSON(JSON.parse(data));
    if (payload?.$case === 'task') await agent.ask(`/tasks/${task.id}:cancel`, { method: 'POST' });
    if (payload?.$case === 'statusUpdate') states.push(payload.value.status?.state);
  }
  expect(states.at(-1)).toBe(TaskState.TASK_STATE_CANCELED);
  expect(await endOf(agent.executions.service, viewer, task.id)).toMatchObject({ status: 'CANCELLED' });
  const again = await agent.ask(`/tasks/${task.id}:cancel`, { method: 'POST' });
  expect(await again.json()).toEqual(refused(400, 'FAILED_PRECONDITION', 'TASK_NOT_CANCELABLE'));
  const ended = await agent.ask(`/tasks/${task.id}:subscribe`, { method });
  expect([ended.status, await ended.json()]).toEqual([
    400,
    refused(400, 'FAILED_PRECONDITION', 'UNSUPPORTED_OPERATION'),
  ]);
});

test('a caller who leaves a stream leaves the run alone', async () => {
  const loop = twoSteps();
  const viewer = testViewer();
  await using agent = await serveAgent(loop.executeAgent, viewer);
  const response = await agent.ask('/message:stream', QUESTION);
  const reader = (response.body ?? new ReadableStream()).getReader();
  const first = new TextDecoder().decode((await reader.read()).value as Uint8Array);
  const { task } = JSON.parse(first.replace(/^data: /, '')) as { readonly task: { readonly id: string } };
  await reader.cancel();
  loop.gate.resolve();
  expect(await endOf(agent.executions.service, viewer, task.id)).toMatchObject({ status: 'SUCCEEDED' });
});

const part = (body: object): string => JSON.stringify({ message: { messageId: 'm', role: Role.ROLE_USER, ...body } });

test.for<[string, string, Asked, ReturnType<typeof refused>]>([
  [
    'another version',
    '/tasks',
    { headers: { 'a2a-version': '0.3' } },
    refused(400, 'FAILED_PRECONDITION', 'VERSION_NOT_SUPPORTED'),
  ],
  [
    'a body that is no JSON',
    '/message:send',
    { method: 'POST', body: '{"message"' },
    refused(400, 'INVALID_ARGUMENT', 'INVALID_PARAMS'),
  ],
  [
    'a body that is no object',
    '/message:send',
    { method: 'POST', body: '[1]' },
    refused(400, 'INVALID_ARGUMENT', 'INVALID_PARAMS'),
  ],
  ['no body', '/message:stream', { method: 'POST' }, refused(400, 'INVALID_ARGUMENT', 'INVALID_PARAMS')],
  [
    'a body of another type',
    '/message:send',
    { ...QUESTION, headers: { 'content-type': 'text/xml' } },
    refused(400, 'INVALID_ARGUMENT', 'CONTENT_TYPE_NOT_SUPPORTED'),
  ],
  [
    'a part that is null',
    '/message:send',
    { method: 'POST', body: part({ parts: [null] }) },
    refused(400, 'INVALID_ARGUMENT', 'INVALID_PARAMS'),
  ],
  [
    'a message without a name',
    '/message:send',
    { method: 'POST', body: part({ messageId: '', parts: [{ text: 'x' }] }) },
    refused(400, 'INVALID_ARGUMENT', 'INVALID_PARAMS'),
  ],
  ['an operation that there is not', '/message:shout', QUESTION, refused(404, 'NOT_FOUND', 'NOT_FOUND')],
  ['one on a task', '/tasks/exe_x:resume', { method: 'POST' }, refused(404, 'NOT_FOUND', 'NOT_FOUND')],
  ['a task that there is not', '/tasks/exe_x', {}, refused(404, 'NOT_FOUND', 'TASK_NOT_FOUND')],
  ['a history of words', '/tasks/exe_x?historyLength=', {}, refused(400, 'INVALID_ARGUMENT', 'INVALID_PARAMS')],
  ['a page of words', '/tasks?pageSize=ten', {}, refused(400, 'INVALID_ARGUMENT', 'INVALID_PARAMS')],
  ['a page of nothing', '/tasks?pageSize=', {}, refused(400, 'INVALID_ARGUMENT', 'INVALID_PARAMS')],
  ['a state that there is not', '/tasks?status=tired', {}, refused(400, 'INVALID_ARGUMENT', 'INVALID_PARAMS')],
  ['a half answer', '/tasks?includeArtifacts=some', {}, refused(400, 'INVALID_ARGUMENT', 'INVALID_PARAMS')],
  [
    'push notifications where there are none',
    '/tasks/exe_x/pushNotificationConfigs',
    { method: 'POST', body: '{"url":"https://a.example"}' },
    refused(400, 'FAILED_PRECONDITION', 'PUSH_NOTIFICATION_NOT_SUPPORTED'),
  ],
  ['a card that holds more', '/extendedAgentCard', {}, refused(400, 'FAILED_PRECONDITION', 'UNSUPPORTED_OPERATION')],
])('a request with %s is refused by name', async ([, path, asked, body]) => {
  await using agent = await serveAgent();
  const response = await agent.ask(path, asked);
  expect(await response.json()).toEqual(body);
  expect(response.status).toBe(body.error.code);
});

test('what another tenant has, and who may not, is refused by status', async () => {
  const viewer = testViewer();
  await using agent = await serveAgent(answer, viewer);
  const { task } = (await (await agent.ask('/message:send', QUESTION)).json()) as {
    readonly task: { readonly id: string };
  };
  const asked = async (person: Viewer | null, path: string, slug = 'helper') => {
    const url = `http://localhost:8080/a2a/${slug}${path}`;
    const response = await edgeFetch(agent.executions, person)(url, { headers: { 'a2a-version': '1.0' } });
    return [response.status, await response.json()];
  };
  const { tenantId } = viewer;
  expect(await asked(testViewer(), `/tasks/${task.id}`)).toEqual([404, refused(404, 'NOT_FOUND', 'TASK_NOT_FOUND')]);
  expect(await asked(null, `/tasks/${task.id}`)).toEqual([401, refused(401, 'UNAUTHENTICATED', 'UNAUTHENTICATED')]);
  for (const path of ['/tasks', `/tasks/${task.id}`])
    expect(await asked(testViewer({ tenantId, permissions: ['agent:run'] }), path)).toEqual([
      403,
      refused(403, 'PERMISSION_DENIED', 'FORBIDDEN'),
    ]);
  expect(await asked(viewer, '/tasks', 'nobody')).toEqual([404, refused(404, 'NOT_FOUND', 'NOT_FOUND')]);
  const limited = testViewer({ apiKey: { id: 'key_1', models: [], tools: ['crm/search'], tokensPerMinute: null } });
  expect(await asked(limited, '/tasks')).toEqual([403, refused(403, 'PERMISSION_DENIED', 'TOOL_NOT_ALLOWED')]);
});
