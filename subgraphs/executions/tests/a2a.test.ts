import { type Part, type SendMessageRequest, type Task, TaskState } from '@a2a-js/sdk';
import type { Viewer } from '@aether/common/security';
import { testViewer } from '@aether/test-support';
import { describe, expect, test } from 'vitest';
import { BINDINGS, connect, createAgent, edgeFetch, message, started, text } from './a2a-client.ts';
import { endOf } from './create-executions.ts';
import { agentSpec } from './run-agent-spec.ts';
import { twoSteps } from './scripted-loops.ts';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';

const answer: ExecuteAgent = async ({ run }) => ({
  output: { answer: `You asked: ${String(run.input['question'])}` },
  text: '',
  citations: [],
});

const texts = ({ artifacts }: Pick<Task, 'artifacts'>): readonly unknown[] =>
  artifacts.flatMap(({ parts }) => parts.map(({ content }) => content?.value));

describe.each(BINDINGS)('over %s', (binding) => {
  test('a message is a run, and its task ends with what the run answered', async () => {
    const viewer = testViewer();
    await using executions = await createAgent(answer);
    const client = await connect(executions, viewer, binding);
    const task = await started(client, message([text('Why?')]));
    expect(task.status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
    expect(texts(task)).toEqual(['You asked: Why?', { answer: 'You asked: Why?' }]);
    expect(await endOf(executions.service, viewer, task.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await client.getTask({ tenant: '', id: task.id })).toEqual(task);
  });

  test('the same message twice is one run, and data fills the input by name', async () => {
    await using executions = await createAgent(answer);
    const client = await connect(executions, testViewer(), binding);
    const parts: Part[] = [{ ...text(''), content: { $case: 'data', value: { question: 'By name?' } } }];
    const first = await started(client, message(parts, { id: 'msg-1' }));
    const second = await started(client, message(parts, { id: 'msg-1' }));
    expect([texts(first)[0], second.id]).toEqual(['You asked: By name?', first.id]);
  });

  test('a context is a conversation: what was said before is there, and it is nobody else’s', async () => {
    const viewer = testViewer();
    await using executions = await createAgent(
      async (journal) => {
        const earlier = await journal.earlierMessages(10);
        const said = [...earlier.map((each) => each.text), String(journal.run.input['message'])].join(' | ');
        return { output: { answer: said }, text: said, citations: [] };
      },
      agentSpec({ kind: 'CONVERSATIONAL' }),
    );
    const client = await connect(executions, viewer, binding);
    const first = await started(client, message([text('One.')], { id: 'msg-1' }));
    const again = await started(client, message([text('One.')], { id: 'msg-1' }));
    expect([again.id, again.contextId]).toEqual([first.id, first.contextId]);
    const second = await started(client, message([text('Two.')], { contextId: first.contextId }));
    expect([second.contextId, texts(second)[0]]).toEqual([first.contextId, 'One. | One. | Two.']);
    const stranger = await connect(executions, testViewer({ tenantId: viewer.tenantId }), binding);
    for (const contextId of [first.contextId, 'cnv_unknown'])
      await expect(stranger.sendMessage(message([text('Hm?')], { contextId }))).rejects.toMatchObject({
        name: 'RequestMalformedError',
        message: expect.stringContaining(`There is no context "${contextId}"`),
      });
  });

  test('a stream tells the text as it grows, then the whole, then the end', async () => {
    await using executions = await createAgent(async (journal) => {
      const said = await journal.step({ key: 'model/0', type: 'LLM_INVOCATION', name: 'm', input: 1 }, async (step) => {
        step.text('Be');
        step.text('cause.');
        return { output: 'Because.', details: {}, usage: null };
      });
      return { output: { answer: said }, text: said, citations: [] };
    });
    const client = await connect(executions, testViewer(), binding);
    const kinds: string[] = [];
    let pieces = '';
    for await (const { payload } of client.sendMessageStream(message([text('Why?')]))) {
      kinds.push(payload?.$case ?? '');
      if (payload?.$case !== 'artifactUpdate') continue;
      const [first] = payload.value.artifact?.parts ?? [];
      const piece = first?.content?.$case === 'text' ? first.content.value : '';
      pieces = payload.value.append ? pieces + piece : piece;
    }
    expect(kinds[0]).toBe('task');
    expect(kinds.slice(-2)).toEqual(['artifactUpdate', 'statusUpdate']);
    expect(pieces).toBe('Because.');
  });

  test('a task outlives its caller: it is asked for, followed again and cancelled', async () => {
    const viewer = testViewer();
    const loop = twoSteps();
    await using executions = await createAgent(loop.executeAgent);
    const client = await connect(executions, viewer, binding);
    const { id } = await started(client, message([text('Why?')], { returnImmediately: true }));
    const states: (TaskState | undefined)[] = [];
    for await (const { payload } of client.resubscribeTask({ tenant: '', id })) {
      if (payload?.$case === 'task') await client.cancelTask({ tenant: '', id, metadata: undefined });
      if (payload?.$case === 'statusUpdate') states.push(payload.value.status?.state);
    }
    expect(states.at(-1)).toBe(TaskState.TASK_STATE_CANCELED);
    await expect(client.cancelTask({ tenant: '', id, metadata: undefined })).rejects.toMatchObject({
      name: 'TaskNotCancelableError',
    });
  });

  test('a run that failed is a task that failed, with the reason', async () => {
    await using executions = await createAgent(async ({ run }) => {
      throw Object.assign(new TypeError('a secret of the code'), { run: run.executionId });
    });
    const client = await connect(executions, testViewer(), binding);
    const { status } = await started(client, message([text('Why?')]));
    expect(status?.state).toBe(TaskState.TASK_STATE_FAILED);
    expect(JSON.stringify(status)).not.toContain('a secret of the code');
  });

  test("another person's task, and one that there is not, answer alike", async () => {
    const viewer = testViewer();
    await using executions = await createAgent(answer);
    const { id } = await started(await connect(executions, viewer, binding), message([text('Why?')]));
    const strangers = [
      testViewer(),
      testViewer({ tenantId: viewer.tenantId, permissions: ['agent:run', 'execution:read', 'execution:cancel'] }),
    ];
    for (const stranger of strangers) {
      const client = await connect(executions, stranger, binding);
      const notThere = { name: 'TaskNotFoundError' };
      await expect(client.getTask({ tenant: '', id })).rejects.toMatchObject(notThere);
      await expect(client.cancelTask({ tenant: '', id, metadata: undefined })).rejects.toMatchObject(notThere);
      await expect(client.getTask({ tenant: '', id: 'exe_unknown' })).rejects.toMatchObject(notThere);
    }
  });

  test.for<[string, (task: string) => SendMessageRequest, string]>([
    ['no words', () => message([text(' ')]), 'RequestMalformedError'],
    [
      'an input that does not fit',
      () => message([{ ...text(''), content: { $case: 'data', value: { x: 1 } } }]),
      'RequestMalformedError',
    ],
    [
      'a file',
      () => message([{ ...text(''), content: { $case: 'url', value: 'https://a.example/x.pdf' } }]),
      'ContentTypeNotSupportedError',
    ],
    [
      'a context, to an agent without conversations',
      (id) => message([text('And?')], { contextId: id }),
      'RequestMalformedError',
    ],
    ['a task that has ended', (taskId) => message([text('And?')], { taskId }), 'UnsupportedOperationError'],
  ])('a message with %s is refused by name', async ([, request, name]) => {
    await using executions = await createAgent(answer);
    const client = await connect(executions, testViewer(), binding);
    const { id } = await started(client, message([text('Why?')]));
    await expect(client.sendMessage(request(id))).rejects.toMatchObject({ name });
  });
});

test('without a key, without the right and for an unknown agent there is no card', async () => {
  await using executions = await createAgent(answer);
  const card = (viewer: Viewer | null, slug: string) =>
    edgeFetch(executions, viewer)(`http://localhost:8080/a2a/${slug}/.well-known/agent-card.json`);
  const statuses = await Promise.all([
    card(testViewer(), 'helper'),
    card(null, 'helper'),
    card(testViewer({ permissions: [] }), 'helper'),
    card(testViewer(), 'nobody'),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([200, 401, 403, 404]);
  expect(await statuses[0].json()).toMatchObject({
    name: 'Help desk',
    supportedInterfaces: BINDINGS.map((protocolBinding) => ({
      url: 'http://localhost:8080/a2a/helper',
      protocolBinding,
      protocolVersion: '1.0',
    })),
  });
});

test('a key that is limited to tools opens those agents only, and a refusal is recorded once a minute', async () => {
  const recorded: unknown[] = [];
  await using executions = await createAgent(answer, undefined, {
    operations: {
      RecordToolCall: ({ input }) => {
        recorded.push(input);
        return { recordToolCall: { userErrors: [] } };
      },
    },
  });
  const statusFor = async (...tools: string[]) => {
    const viewer = testViewer({ apiKey: { id: 'key_1', models: [], tools, tokensPerMinute: null } });
    const card = 'http://localhost:8080/a2a/helper/.well-known/agent-card.json';
    return (await edgeFetch(executions, viewer)(card)).status;
  };
  expect(await Promise.all([statusFor(), statusFor('agent/helper'), statusFor('agent/*')])).toEqual([200, 200, 200]);
  expect([await statusFor('crm/search'), await statusFor('agent/other')]).toEqual([403, 403]);
  await expect
    .poll(() => recorded)
    .toEqual([{ toolId: 'agent/helper', outcome: 'TOOL_NOT_ALLOWED', durationMs: 0, rules: [] }]);
});

test('a request that is not JSON, of another version, or for another method answers as JSON-RPC says', async () => {
  await using executions = await createAgent(answer);
  const send = async (body: string, version = '1.0') => {
    const headers = { 'content-type': 'application/json', 'a2a-version': version };
    const init = { method: 'POST', body, headers };
    const response = await edgeFetch(executions, testViewer())('http://localhost:8080/a2a/helper', init);
    return (await response.json()) as { readonly error: { readonly code: number } };
  };
  const ask = { jsonrpc: '2.0', id: 7, method: 'GetTask', params: { id: 'x' } };
  expect((await send('{"jsonrpc"')).error.code).toBe(-32602);
  expect(await send(JSON.stringify(ask), '0.3')).toMatchObject({ id: 7, error: { code: -32009 } });
  expect(await send(JSON.stringify({ ...ask, method: 'Nothing' }))).toMatchObject({ id: 7, error: { code: -32601 } });
});
