import { AgentCard, Task, TaskState, TaskStatusUpdateEvent } from '@a2a-js/sdk';
import {
  AgentEvent,
  DefaultRequestHandler,
  InMemoryTaskStore,
  JsonRpcTransportHandler,
  ServerCallContext,
} from '@a2a-js/sdk/server';
import { executeAgent } from '@aether/runtime';
import { serveFetch, testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { createExecutions, endOf, eventOf, startRun, testQueue } from './create-executions.ts';
import { agentOperations, agentSpec } from './run-agent-spec.ts';

/** An agent of another system on a port of its own, by the official server of A2A. Its one task ends when the test says so. */
async function serveForeignAgent(streaming: boolean) {
  const gate = Promise.withResolvers<void>();
  const methods: string[] = [];
  const cancelled: string[] = [];
  let asked = 0;
  let handler: JsonRpcTransportHandler | null = null;
  let card = AgentCard.fromJSON({});
  const served = await serveFetch(async (request) => {
    if (request.method === 'GET') return Response.json(AgentCard.toJSON(card));
    const text = await request.text();
    methods.push((JSON.parse(text) as { readonly method: string }).method);
    const answer = await handler?.handle(text, new ServerCallContext({ requestedVersion: '1.0' }));
    if (answer === undefined || !(Symbol.asyncIterator in answer)) return Response.json(answer);
    const events = answer;
    // It goes on for itself, whoever listens.
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        for await (const event of events)
          try {
            controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`));
          } catch {
            // Nobody listens any more.
          }
        controller.close();
      },
      cancel: () => undefined,
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  });
  card = AgentCard.fromJSON({
    name: 'Far away',
    description: 'Takes its time.',
    version: '1',
    supportedInterfaces: [
      { url: `${served.origin}/rpc`, protocolBinding: 'JSONRPC', protocolVersion: '1.0', tenant: '' },
    ],
    capabilities: { streaming },
    defaultInputModes: ['text/plain'],
    defaultOutputModes: ['text/plain'],
  });
  handler = new JsonRpcTransportHandler(
    new DefaultRequestHandler(card, new InMemoryTaskStore(), {
      async execute({ taskId, contextId }, bus) {
        asked += 1;
        const working = { state: TaskState.TASK_STATE_WORKING };
        bus.publish(AgentEvent.task(Task.fromJSON({ id: taskId, contextId, status: working })));
        await gate.promise;
        const message = { messageId: 'm', parts: [{ text: 'Because.', mediaType: 'text/plain' }] };
        const status = { state: TaskState.TASK_STATE_COMPLETED, message };
        bus.publish(AgentEvent.statusUpdate(TaskStatusUpdateEvent.fromJSON({ taskId, contextId, status })));
      },
      cancelTask: async (taskId) => void cancelled.push(taskId),
    }),
  );
  return { served, gate, methods, cancelled, asked: () => asked };
}

test.for([true, false])(
  'a worker that stops hands a run over in the middle of a foreign task, and the next one only asks for it (streaming: %s)',
  { timeout: 60_000 },
  async (streaming) => {
    const viewer = testViewer();
    const queue = testQueue();
    const foreign = await serveForeignAgent(streaming);
    await using _ = foreign.served;
    const endpoint = { protocol: 'a2a' as const, url: foreign.served.origin, approval: 'NEVER' as const };
    const create = () =>
      createExecutions({
        executeAgent,
        operations: agentOperations({ spec: agentSpec({ type: 'EXTERNAL_API', endpoint }) }),
        config: { queues: [queue], allowedOrigins: [foreign.served.origin] },
      });
    let id = '';
    {
      await using first = await create();
      id = await startRun(first.service, viewer);
      await eventOf(
        first.service,
        viewer,
        id,
        ({ event }) => event['__typename'] === 'StepStarted' && event['key'] === 'endpoint/task',
      );
    }
    expect([foreign.asked(), foreign.cancelled]).toEqual([1, []]);
    await using next = await create();
    setTimeout(() => foreign.gate.resolve(), 500);
    expect(await endOf(next.service, viewer, id)).toMatchObject({
      status: 'SUCCEEDED',
      output: { answer: 'Because.' },
    });
    expect(foreign.asked()).toBe(1);
    expect(foreign.methods.filter((method) => method.startsWith('Send'))).toHaveLength(1);
    expect([foreign.methods.at(-1), foreign.cancelled]).toEqual(['GetTask', []]);
  },
);
