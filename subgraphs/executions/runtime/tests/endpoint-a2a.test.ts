import {
  AgentCard,
  Artifact,
  SendMessageRequest,
  SendMessageResponse,
  StreamResponse,
  Task,
  TaskState,
  TaskStatusUpdateEvent,
} from '@a2a-js/sdk';
import { restStatusFor, toRestErrorBody } from '@a2a-js/sdk/errors';
import {
  AgentEvent,
  type AgentExecutor,
  DefaultRequestHandler,
  InMemoryTaskStore,
  JsonRpcTransportHandler,
  ServerCallContext,
} from '@a2a-js/sdk/server';
import { PlatformError } from '@aether/common/service';
import type { AgentSpecInput } from '@aether/schema';
import { expect, test, vi } from 'vitest';
import { flowWorld, sequence } from './flow-world.ts';

const BASE = 'https://agent.example.com/helper';
const cardAt = (url: string, streaming = true, bindings = ['JSONRPC']): AgentCard =>
  AgentCard.fromJSON({
    name: 'Helper',
    description: 'Helps.',
    version: '1',
    supportedInterfaces: bindings.map((protocolBinding) => ({
      url,
      protocolBinding,
      protocolVersion: '1.0',
      tenant: '',
    })),
    capabilities: { streaming },
    defaultInputModes: ['text/plain'],
    defaultOutputModes: ['text/plain'],
  });

/** As it is on the wire. */
const text = (value: string) => ({ text: value, mediaType: 'text/plain' });

type Bus = Parameters<AgentExecutor['execute']>[1];
type Told = (bus: Bus, place: { readonly taskId: string; readonly contextId: string }) => void | Promise<void>;

/** The official server of A2A with an agent by a script. */
function foreignAgent(told: Told, card = cardAt(`${BASE}/rpc`)) {
  const asked: unknown[] = [];
  const cancelled: string[] = [];
  const executor: AgentExecutor = {
    async execute({ taskId, contextId, userMessage }, bus) {
      asked.push(userMessage.parts.map(({ content }) => content?.value));
      bus.publish(
        AgentEvent.task(Task.fromJSON({ id: taskId, contextId, status: { state: TaskState.TASK_STATE_WORKING } })),
      );
      await told(bus, { taskId, contextId });
    },
    async cancelTask(taskId, bus) {
      cancelled.push(taskId);
      const status = { state: TaskState.TASK_STATE_CANCELED };
      bus.publish(AgentEvent.statusUpdate(TaskStatusUpdateEvent.fromJSON({ taskId, contextId: '', status })));
    },
  };
  const operations = new DefaultRequestHandler(card, new InMemoryTaskStore(), executor);
  const handler = new JsonRpcTransportHandler(operations);
  const outside: typeof fetch = async (input, init) => {
    init?.signal?.throwIfAborted();
    if (String(input) === `${BASE}/.well-known/agent-card.json`) return Response.json(AgentCard.toJSON(card));
    const answer = await handler.handle(String(init?.body), new ServerCallContext({ requestedVersion: '1.0' }));
    if (!(Symbol.asyncIterator in answer)) return Response.json(answer);
    const { signal } = init ?? {};
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => signal?.addEventListener('abort', () => controller.error(signal.reason), { once: true }),
      async pull(controller) {
        const { value, done } = await answer.next();
        if (done === true) return controller.close();
        controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(value)}\n\n`));
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };
  /** Paths that were asked for over HTTP+JSON. */
  const paths: string[] = [];
  const overHttp: typeof fetch = async (input, init) => {
    const path = String(input).slice(`${BASE}/rpc`.length);
    if (String(input) === `${BASE}/.well-known/agent-card.json`) return Response.json(AgentCard.toJSON(card));
    paths.push(`${init?.method ?? 'GET'} ${path.replace(/tasks\/[^:]+/u, 'tasks/<id>')}`);
    try {
      return await answerOverHttp(operations, path, String(init?.body ?? '{}'));
    } catch (error) {
      return Response.json(toRestErrorBody(error, restStatusFor(error)), { status: restStatusFor(error) });
    }
  };
  return { asked, cancelled, outside, overHttp, paths };
}

/** What the server of the SDK does behind express: the same operations, by section 11 of A2A 1.0. */
async function answerOverHttp(agent: DefaultRequestHandler, path: string, body: string): Promise<Response> {
  const context = new ServerCallContext({ requestedVersion: '1.0' });
  const id = /^\/tasks\/([^:/]+)/u.exec(path)?.[1] ?? '';
  if (id !== '' && path.endsWith(':cancel'))
    return Response.json(Task.toJSON(await agent.cancelTask({ tenant: '', id, metadata: undefined }, context)));
  if (id !== '') return Response.json(Task.toJSON(await agent.getTask({ tenant: '', id }, context)));
  const request = SendMessageRequest.fromJSON(JSON.parse(body));
  if (path === '/message:send') {
    const value = (await agent.sendMessage(request, context)) as Task;
    return Response.json(SendMessageResponse.toJSON({ payload: { $case: 'task', value } }));
  }
  if (path !== '/message:stream') return new Response(null, { status: 404 });
  const lines = async function* (): AsyncGenerator<Uint8Array> {
    for await (const event of agent.sendMessageStream(request, context))
      yield new TextEncoder().encode(`data: ${JSON.stringify(StreamResponse.toJSON(event))}\n\n`);
  };
  return new Response(ReadableStream.from(lines()), { headers: { 'content-type': 'text/event-stream' } });
}

const ends = (bus: Bus, place: { taskId: string; contextId: string }, state: TaskState, said = ''): void =>
  bus.publish(
    AgentEvent.statusUpdate(
      TaskStatusUpdateEvent.fromJSON({
        ...place,
        status: { state, message: { messageId: 'm', parts: [text(said)] } },
      }),
    ),
  );

function world(
  outside: typeof fetch,
  endpoint: Partial<NonNullable<AgentSpecInput['endpoint']>> = {},
  signal?: AbortSignal,
  done: ReturnType<typeof flowWorld>['journal']['done'] = new Map(),
) {
  return flowWorld(sequence({}, '"x"'), {
    done,
    ...(signal === undefined ? {} : { signal }),
    outside,
    spec: {
      type: 'EXTERNAL_API',
      kind: 'QA',
      inputs: { type: 'object', properties: { question: { type: 'string' } } },
      flow: undefined,
      endpoint: { protocol: 'a2a', url: BASE, ...endpoint } as AgentSpecInput['endpoint'],
    },
  });
}

test('the question is a message, and the answer is told as the artifact grows', async () => {
  const agent = foreignAgent((bus, place) => {
    for (const [append, piece] of [
      [false, 'Be'],
      [true, 'cause.'],
    ] as const) {
      const artifact = Artifact.fromJSON({ artifactId: 'a', parts: [text(piece)] });
      bus.publish(AgentEvent.artifactUpdate({ ...place, artifact, append, lastChunk: append, metadata: undefined }));
    }
    ends(bus, place, TaskState.TASK_STATE_COMPLETED);
  });
  const run = world(agent.outside);
  expect(await run.run()).toMatchObject({ output: { answer: 'Because.' }, text: 'Because.' });
  expect([agent.asked, run.journal.text]).toEqual([[['Why?']], 'Because.']);
});

const because = (bus: Bus, place: { taskId: string; contextId: string }): void => {
  const artifact = Artifact.fromJSON({ artifactId: 'a', parts: [text('Because.')] });
  bus.publish(AgentEvent.artifactUpdate({ ...place, artifact, append: false, lastChunk: true, metadata: undefined }));
  ends(bus, place, TaskState.TASK_STATE_COMPLETED);
};

test.for<[string, boolean, readonly string[]]>([
  ['streams', true, ['POST /message:stream']],
  ['does not stream', false, ['POST /message:send']],
])('an agent that speaks HTTP+JSON only, and %s, answers alike', async ([, streaming, paths]) => {
  const agent = foreignAgent(because, cardAt(`${BASE}/rpc`, streaming, ['HTTP+JSON']));
  const run = world(agent.overHttp);
  expect(await run.run()).toMatchObject({ output: { answer: 'Because.' } });
  expect([agent.asked, agent.paths.filter((path) => path.startsWith('POST'))]).toEqual([[['Why?']], paths]);
});

test('one that speaks HTTP+JSON only and never ends is cancelled there', async () => {
  const card = cardAt(`${BASE}/rpc`, false, ['HTTP+JSON']);
  const agent = foreignAgent(async () => new Promise<void>(() => undefined), card);
  await expect(world(agent.overHttp, { timeoutMs: 1_000 }).run()).rejects.toMatchObject({ code: 'ENDPOINT_TIMEOUT' });
  expect(agent.cancelled).toHaveLength(1);
  expect(agent.paths).toContain('GET /tasks/<id>');
  expect(agent.paths.at(-1)).toBe('POST /tasks/<id>:cancel');
});

test('one that refuses over HTTP+JSON is told by what it says', async () => {
  const agent = foreignAgent((bus, place) => ends(bus, place, TaskState.TASK_STATE_FAILED, 'No stock.'));
  const rest = AgentCard.toJSON(cardAt(`${BASE}/rpc`, true, ['HTTP+JSON']));
  const run = world(async (input, init) =>
    init?.method === 'POST'
      ? Response.json(toRestErrorBody(new Error('Not today.'), 400), { status: 400 })
      : String(input).endsWith('agent-card.json')
        ? Response.json(rest)
        : agent.overHttp(input, init),
  );
  await expect(run.run()).rejects.toMatchObject({
    code: 'ENDPOINT_INVALID',
    message: expect.stringContaining('Not today.'),
  });
});

test.for([
  [['JSONRPC', 'HTTP+JSON'], []],
  [['HTTP+JSON', 'JSONRPC'], ['POST /message:stream']],
] as const)('of %s the binding that the card names first is spoken', async ([bindings, paths]) => {
  const agent = foreignAgent(because, cardAt(`${BASE}/rpc`, true, [...bindings]));
  const either: typeof fetch = (input, init) =>
    String(input) === `${BASE}/rpc` ? agent.outside(input, init) : agent.overHttp(input, init);
  expect(await world(either).run()).toMatchObject({ output: { answer: 'Because.' } });
  expect(agent.paths).toEqual(paths);
});

test('an object is sent as data, and data of the answer is the output', async () => {
  const agent = foreignAgent((bus, place) => {
    const artifact = Artifact.fromJSON({
      artifactId: 'a',
      parts: [{ data: { sum: 12 } }],
    });
    bus.publish(AgentEvent.artifactUpdate({ ...place, artifact, append: false, lastChunk: true, metadata: undefined }));
    ends(bus, place, TaskState.TASK_STATE_COMPLETED);
  });
  const run = world(agent.outside, { request: '{"q": inputs.question}' });
  expect(await run.run()).toMatchObject({ output: { sum: 12 } });
  expect(agent.asked).toEqual([[{ q: 'Why?' }]]);
});

test.for<[string, TaskState, RegExp]>([
  ['failed', TaskState.TASK_STATE_FAILED, /ended its task as failed: No stock\./],
  ['rejected', TaskState.TASK_STATE_REJECTED, /as rejected/],
  ['needs input', TaskState.TASK_STATE_INPUT_REQUIRED, /as waiting for input/],
])('a task that %s fails the step with its reason', async ([, state, reason]) => {
  const agent = foreignAgent((bus, place) => ends(bus, place, state, 'No stock.'));
  await expect(world(agent.outside).run()).rejects.toMatchObject({
    code: 'ENDPOINT_REFUSED',
    message: expect.stringMatching(reason),
  });
});

test('an address without an agent card is told as such', async () => {
  const none = world(async () => new Response('<html>', { status: 404 }));
  await expect(none.run()).rejects.toMatchObject({
    code: 'ENDPOINT_INVALID',
    message: expect.stringMatching(/Agent Card/),
  });
});

test('a card that leads to another host is refused before anything is sent there', async () => {
  const agent = foreignAgent(() => undefined, cardAt('https://elsewhere.example/rpc'));
  await expect(world(agent.outside).run()).rejects.toMatchObject({
    code: 'ENDPOINT_INVALID',
    message: expect.stringMatching(/a card that leads to https:\/\/elsewhere/),
  });
  expect(agent.asked).toEqual([]);
});

test('a task that is told by no stream is asked for until its end', async () => {
  const agent = foreignAgent(
    (bus, place) => {
      const artifact = Artifact.fromJSON({ artifactId: 'a', parts: [text('Because.')] });
      bus.publish(
        AgentEvent.artifactUpdate({ ...place, artifact, append: false, lastChunk: true, metadata: undefined }),
      );
      ends(bus, place, TaskState.TASK_STATE_COMPLETED);
    },
    cardAt(`${BASE}/rpc`, false),
  );
  let asked = 0;
  const outside: typeof fetch = async (input, init) => {
    const response = await agent.outside(input, init);
    const { method } = JSON.parse(String(init?.body ?? '{}')) as { method?: string };
    if (method !== 'SendMessage' && method !== 'GetTask') return response;
    asked += 1;
    const { result, ...rest } = (await response.json()) as { result: { task?: object; status?: object } };
    const working = { state: 'TASK_STATE_WORKING' };
    // It answers before it is done, and is done at the third question.
    if (asked > 3) return Response.json({ ...rest, result });
    const begun = { ...(result.task ?? result), status: working, artifacts: [] };
    return Response.json({ ...rest, result: result.task === undefined ? begun : { task: begun } });
  };
  expect(await world(outside).run()).toMatchObject({ output: { answer: 'Because.' } });
  expect(asked).toBe(4);
});

/** The way to the agent breaks before these are sent. */
const without =
  (outside: typeof fetch, methods: RegExp): typeof fetch =>
  async (input, init) => {
    const { method = '' } = JSON.parse(String(init?.body ?? '{}')) as { method?: string };
    if (methods.test(method)) throw new PlatformError('ENDPOINT_UNAVAILABLE', 'Nobody is there; nothing was sent.');
    return outside(input, init);
  };

/** The methods that were called, in their order. */
const noting =
  (outside: typeof fetch, methods: string[]): typeof fetch =>
  (input, init) => {
    methods.push((JSON.parse(String(init?.body ?? '{}')) as { method?: string }).method ?? 'card');
    return outside(input, init);
  };

test.for([true, false])(
  'a run that goes on elsewhere asks for its task, and sends nothing again (streaming: %s)',
  async (streaming) => {
    const gate = Promise.withResolvers<void>();
    const agent = foreignAgent(
      async (bus, place) => {
        await gate.promise;
        ends(bus, place, TaskState.TASK_STATE_COMPLETED, 'Because.');
      },
      cardAt(`${BASE}/rpc`, streaming),
    );
    const methods: string[] = [];
    const outside = noting(agent.outside, methods);
    const drained = new AbortController();
    const first = world(outside, {}, drained.signal);
    const running = first.run();
    running.catch(() => undefined);
    await vi.waitFor(() => expect(first.journal.ran).toEqual(['endpoint']), { timeout: 10_000 });
    drained.abort(new Error('The worker stops.'));
    await expect(running).rejects.toThrow('The worker stops.');
    expect(agent.cancelled).toEqual([]);
    const next = world(outside, {}, undefined, first.journal.done);
    setTimeout(() => gate.resolve(), 100);
    expect(await next.run()).toMatchObject({ output: { answer: 'Because.' } });
    expect(agent.asked).toHaveLength(1);
    expect(methods.filter((method) => method.startsWith('Send'))).toHaveLength(1);
    expect(methods.at(-1)).toBe('GetTask');
  },
);

test('one that cannot be reached for a while when its task is asked for is asked again, and nothing is sent again', async () => {
  const agent = foreignAgent(
    async (bus, place) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      ends(bus, place, TaskState.TASK_STATE_COMPLETED, 'Because.');
    },
    cardAt(`${BASE}/rpc`, false),
  );
  const methods: string[] = [];
  const outside = noting(agent.outside, methods);
  const gone = without(outside, /^GetTask$/);
  let questions = 0;
  const first = world((input, init) => {
    if (String(init?.body).includes('GetTask')) questions += 1;
    return questions <= 2 ? gone(input, init) : outside(input, init);
  });
  expect(await first.run()).toMatchObject({ output: { answer: 'Because.' } });
  expect([questions > 2, agent.cancelled, first.journal.asked]).toEqual([true, [], []]);
  expect([agent.asked.length, methods.filter((method) => method === 'SendMessage').length]).toEqual([1, 1]);
});

test('a stream that breaks off in the middle tells nothing wrong: the task is asked for', async () => {
  const gate = Promise.withResolvers<void>();
  const agent = foreignAgent(async (bus, place) => {
    await gate.promise;
    ends(bus, place, TaskState.TASK_STATE_COMPLETED, 'Because.');
  });
  const methods: string[] = [];
  const outside: typeof fetch = async (input, init) => {
    const response = await agent.outside(input, init);
    if (!String(init?.body).includes('SendStreamingMessage') || response.body === null) return response;
    const [own, broken] = response.body.tee();
    // The agent goes on, whoever listens.
    void new Response(own).text();
    const reader = broken.getReader();
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue((await reader.read()).value ?? new Uint8Array());
        setTimeout(() => {
          controller.error(new TypeError('terminated'));
          gate.resolve();
        }, 50);
      },
    });
    return new Response(body, { headers: response.headers });
  };
  expect(await world(noting(outside, methods)).run()).toMatchObject({ output: { answer: 'Because.' } });
  expect(methods.filter((method) => method !== 'card')).toEqual(
    expect.arrayContaining(['SendStreamingMessage', 'GetTask']),
  );
  expect(agent.asked).toHaveLength(1);
});

test('one that cannot be reached with the message was not called, so the run may try again', async () => {
  const agent = foreignAgent(() => undefined);
  const run = world(without(agent.outside, /^SendStreamingMessage$/));
  await expect(run.run()).rejects.toMatchObject({ code: 'ENDPOINT_UNAVAILABLE', retryable: true });
  expect(agent.asked).toEqual([]);
});

test('a task that waits for more than we give is stopped there', async () => {
  const agent = foreignAgent((bus, place) => ends(bus, place, TaskState.TASK_STATE_INPUT_REQUIRED));
  await expect(world(agent.outside).run()).rejects.toMatchObject({ code: 'ENDPOINT_REFUSED' });
  expect(agent.cancelled).toHaveLength(1);
});

test('an agent that only says it with its last state has answered, too', async () => {
  const agent = foreignAgent((bus, place) => ends(bus, place, TaskState.TASK_STATE_COMPLETED, 'Because.'));
  expect(await world(agent.outside).run()).toMatchObject({ output: { answer: 'Because.' } });
});

test('one that never ends is given up in time and cancelled there, and no attempt of the run asks again', async () => {
  const agent = foreignAgent(async () => new Promise<void>(() => undefined));
  const run = world(agent.outside, { timeoutMs: 1_000 });
  await expect(run.run()).rejects.toMatchObject({ code: 'ENDPOINT_TIMEOUT', retryable: false });
  expect([agent.cancelled.length, run.journal.asked]).toEqual([1, []]);
});

test('when the run is stopped, the task is cancelled there', async () => {
  const stopped = new AbortController();
  const agent = foreignAgent(async (bus, place) => {
    const artifact = Artifact.fromJSON({ artifactId: 'a', parts: [text('Wor')] });
    bus.publish(
      AgentEvent.artifactUpdate({ ...place, artifact, append: false, lastChunk: false, metadata: undefined }),
    );
    await new Promise<void>(() => undefined);
  });
  const { journal, run } = world(agent.outside, {}, stopped.signal);
  const running = run();
  running.catch(() => undefined);
  await vi.waitFor(() => expect(journal.text).toBe('Wor'), { timeout: 10_000 });
  stopped.abort(new PlatformError('CANCELLED', 'The run was cancelled.'));
  await expect(running).rejects.toThrow('cancelled');
  expect(agent.cancelled).toHaveLength(1);
});
