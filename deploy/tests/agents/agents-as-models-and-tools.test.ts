import { testViewer } from '@aether/test-support';
import { NotFoundError, OpenAI, PermissionDeniedError } from 'openai';
import { expect, test } from 'vitest';
import { type ExecuteAgent, startAgentProtocols } from './agent-protocols.ts';

/** Says its question in two parts, and how many turns came before. */
const parrot: ExecuteAgent = async (journal) => {
  const earlier = await journal.earlierMessages(10);
  const answer = await journal.step(
    { key: 'model/0', type: 'LLM_INVOCATION', name: 'Answer', input: 1 },
    async (step) => {
      const question = String(journal.run.input['message']);
      step.text('You said: ');
      step.text(question);
      return {
        output: `You said: ${question}`,
        details: {},
        usage: { promptTokens: 7, completionTokens: 3, cachedTokens: 0, cost: 42, unpriced: false, modelId: null },
      };
    },
  );
  return { output: { answer, earlier: earlier.length }, text: answer, citations: [] };
};

const waits: ExecuteAgent = (journal) =>
  new Promise((_, reject) => {
    journal.signal.addEventListener('abort', () => reject(journal.signal.reason), { once: true });
  });

const chat = (content: string) => ({
  model: 'agent:helper',
  messages: [
    { role: 'user' as const, content: 'Hello.' },
    { role: 'assistant' as const, content: 'Hello!' },
    { role: 'user' as const, content },
  ],
});

test('a foreign OpenAI client lists agents as models and gets their answers, each a run of its own', async () => {
  await using protocols = await startAgentProtocols(parrot);
  const viewer = testViewer();
  const openai = protocols.openai(viewer);
  const models = await openai.models.list();
  expect(models.data.map(({ id }) => id)).toContain('agent:helper');
  expect(await openai.models.retrieve('agent:helper')).toMatchObject({ owned_by: 'agent' });

  const { data, response } = await openai.chat.completions.create(chat('Why?')).withResponse();
  expect(data).toMatchObject({
    model: 'agent:helper',
    choices: [{ message: { content: 'You said: Why?' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
  });
  expect(response.headers.get('x-aether-cost')).toBe('42');
  const id = response.headers.get('x-aether-execution-id') ?? '';
  expect(await protocols.execution(viewer, id)).toMatchObject({
    status: 'SUCCEEDED',
    origin: 'API',
    output: { answer: 'You said: Why?', earlier: 2 },
  });
});

test('the answer of an agent is streamed with its usage and the id of its run', async () => {
  await using protocols = await startAgentProtocols(parrot);
  const viewer = testViewer();
  const { data: stream, response } = await protocols
    .openai(viewer)
    .chat.completions.create({ ...chat('Why?'), stream: true, stream_options: { include_usage: true } })
    .withResponse();
  let text = '';
  let usage: OpenAI.CompletionUsage | null | undefined = null;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
    usage = chunk.usage ?? usage;
  }
  expect(text).toBe('You said: Why?');
  expect(usage).toMatchObject({ total_tokens: 10 });
  const id = response.headers.get('x-aether-execution-id') ?? '';
  expect(await protocols.execution(viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
});

test('an agent that is not there, and a person who may not run agents, are refused in the words of OpenAI', async () => {
  await using protocols = await startAgentProtocols(parrot);
  const nobody = { ...chat('Why?'), model: 'agent:nobody' };
  await expect(protocols.openai(testViewer()).chat.completions.create(nobody)).rejects.toBeInstanceOf(NotFoundError);
  const reader = testViewer({ roleKey: 'viewer', permissions: ['model:use', 'execution:read'] });
  await expect(protocols.openai(reader).chat.completions.create(chat('Why?'))).rejects.toBeInstanceOf(
    PermissionDeniedError,
  );
  const empty = { model: 'agent:helper', messages: [{ role: 'user' as const, content: ' ' }] };
  await expect(protocols.openai(testViewer()).chat.completions.create(empty)).rejects.toMatchObject({ status: 400 });
});

test('closing the stream of an agent cancels its run', async () => {
  await using protocols = await startAgentProtocols(waits);
  const viewer = testViewer();
  const { data: stream, response } = await protocols
    .openai(viewer)
    .chat.completions.create({ ...chat('Why?'), stream: true })
    .withResponse();
  const id = response.headers.get('x-aether-execution-id') ?? '';
  stream.controller.abort();
  protocols.callerLeft();
  await expect
    .poll(async () => (await protocols.execution(viewer, id))['status'], { timeout: 15_000 })
    .toBe('CANCELLED');
});

test('a server that stops between a caller and its run leaves the run alone, and the same key finds its answer', async () => {
  const gate = Promise.withResolvers<void>();
  const patient: ExecuteAgent = async (journal, runtime) => {
    await Promise.race([gate.promise, waits(journal, runtime)]);
    return { output: { answer: 'Because.' }, text: 'Because.', citations: [] };
  };
  await using protocols = await startAgentProtocols(patient);
  const viewer = testViewer();
  await using client = await protocols.mcp(viewer);
  const call = client.callTool({ name: 'agent__helper', arguments: { message: 'Why?' } });
  const { data: stream, response } = await protocols
    .openai(viewer)
    .chat.completions.create({ ...chat('Why?'), stream: true }, { headers: { 'idempotency-key': 'one' } })
    .withResponse();
  await expect.poll(async () => (await protocols.executions(viewer)).length, { timeout: 15_000 }).toBe(2);
  const readAll = async (): Promise<void> => {
    for await (const _ of stream);
  };
  const waiting = Promise.allSettled([readAll(), call]);
  await protocols.stopListening();
  await client.close();
  expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);

  // The same request by another way; its answer begins when the run is found.
  const again = await protocols.chatInside(viewer, chat('Why?'), 'one');
  await expect
    .poll(async () => (await protocols.executions(viewer)).map(({ status }) => status), { timeout: 15_000 })
    .toEqual(['RUNNING', 'RUNNING']);
  gate.resolve();
  expect(await again.text()).toContain('Because.');
  expect(again.headers.get('x-aether-execution-id')).toBe(response.headers.get('x-aether-execution-id'));
  await expect
    .poll(async () => (await protocols.executions(viewer)).map(({ status }) => status), { timeout: 15_000 })
    .toEqual(['SUCCEEDED', 'SUCCEEDED']);
});

test('an official MCP client finds agents among its tools and runs one, with progress', async () => {
  await using protocols = await startAgentProtocols(parrot);
  const viewer = testViewer();
  await using client = await protocols.mcp(viewer);
  const { tools } = await client.listTools();
  expect(tools).toMatchObject([
    { name: 'agent__helper', title: 'Help desk', inputSchema: { type: 'object', required: ['message'] } },
  ]);
  const progress: unknown[] = [];
  const result = await client.callTool({ name: 'agent__helper', arguments: { message: 'Why?' } }, undefined, {
    onprogress: ({ message }) => progress.push(message),
  });
  expect(result).toMatchObject({ content: [{ type: 'text', text: 'You said: Why?' }] });
  expect(progress).toEqual(['Answer']);
  expect((await protocols.executions(viewer)).map(({ status }) => status)).toEqual(['SUCCEEDED']);
  const wrong = await client.callTool({ name: 'agent__helper', arguments: { message: 7 } });
  expect(wrong).toMatchObject({ isError: true });
});

test('cancelling the call of an agent cancels its run', async () => {
  await using protocols = await startAgentProtocols(waits);
  const viewer = testViewer();
  await using client = await protocols.mcp(viewer);
  const cancel = new AbortController();
  const call = client.callTool({ name: 'agent__helper', arguments: { message: 'Why?' } }, undefined, {
    signal: cancel.signal,
  });
  await expect.poll(async () => (await protocols.executions(viewer)).length, { timeout: 15_000 }).toBe(1);
  cancel.abort();
  await expect(call).rejects.toThrow();
  await expect.poll(async () => (await protocols.executions(viewer))[0]?.status, { timeout: 15_000 }).toBe('CANCELLED');
});

test('agents that call each other in a circle are stopped at the greatest depth, and the budget goes down with them', async () => {
  const budgets: (number | null)[] = [];
  /** Asks itself, as a model, as deep as it may. */
  const circle: ExecuteAgent = async (journal, runtime) => {
    budgets.push(journal.run.budget);
    const answer = await runtime
      .modelClient(journal.run, 1_000 - journal.run.depth)
      .chat.completions.create(chat('Why?'))
      .then((completion) => completion.choices[0]?.message.content ?? '')
      .catch((error: unknown) =>
        error instanceof OpenAI.APIError ? `${String(error.code)} at ${journal.run.depth}` : 'failed',
      );
    return { output: { answer }, text: answer, citations: [] };
  };
  await using protocols = await startAgentProtocols(circle);
  const viewer = testViewer();
  const { choices } = await protocols.openai(viewer).chat.completions.create(chat('Why?'));
  expect(choices[0]?.message.content).toBe('CALL_DEPTH_EXCEEDED at 8');
  expect(budgets).toEqual([null, 1_000, 999, 998, 997, 996, 995, 994, 993]);
});
