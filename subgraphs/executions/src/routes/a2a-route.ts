import { A2A_VERSION_HEADER, formatSSEErrorEvent, formatSSEEvent, SSE_HEADERS } from '@a2a-js/sdk';
import { JsonRpcTransportHandler, ServerCallContext, validateVersion } from '@a2a-js/sdk/server';
import { errorResponse, type Logger, type Route, type ServiceParts } from '@aether/common/service';
import { isRecord } from '@aether/schema';
import { a2aAgent } from '../a2a/a2a-agent.ts';
import { AgentTasks } from '../a2a/agent-tasks.ts';
import { toA2aError } from '../a2a/to-a2a-error.ts';
import type { ExecutionsParts } from '../context.ts';

/**
 * `POST /a2a/<slug>`: JSON-RPC of A2A 1.0 for one published agent. A caller that goes away leaves its run alone: the task is a record that it
 * can ask for, follow and cancel later.
 */
export function a2aRoute(parts: ExecutionsParts & Pick<ServiceParts, 'operations'>, logger: Logger): Route {
  return {
    method: 'POST',
    path: '/a2a/:slug',
    async handle(request, { parameters, context }) {
      const left = new AbortController();
      const signal = AbortSignal.any([context.signal, left.signal]);
      const text = await request.text();
      const failure = (error: unknown): object => ({
        jsonrpc: '2.0',
        id: idOf(text),
        error: JsonRpcTransportHandler.mapToJSONRPCError(toA2aError(error, logger)),
      });
      try {
        const agent = await a2aAgent(parts, context, parameters['slug'] ?? '');
        const tasks = new AgentTasks(parts, { ...agent, signal, logger });
        try {
          const requestedVersion = request.headers.get(A2A_VERSION_HEADER) ?? '';
          validateVersion(requestedVersion, agent.card, 'JSONRPC');
          const handler = new JsonRpcTransportHandler(tasks);
          const answer = await handler.handle(text, new ServerCallContext({ requestedVersion }));
          if (!(Symbol.asyncIterator in answer)) return json(answer);
          // Asked for before the answer begins, so that a refusal is an answer of its own.
          const first = await answer.next();
          return new Response(
            toStream(first, answer, () => left.abort(), failure),
            { headers: SSE_HEADERS },
          );
        } catch (error) {
          return json(failure(error));
        }
      } catch (error) {
        return errorResponse(error, { requestId: context.requestId, logger });
      }
    },
  };
}

function json(body: object): Response {
  return Response.json(body, { headers: { 'cache-control': 'no-store' } });
}

function toStream(
  first: IteratorResult<object, void>,
  events: AsyncGenerator<object, void>,
  leave: () => void,
  failure: (error: unknown) => object,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: IteratorResult<object, void> | null = first;
  return new ReadableStream({
    async pull(controller) {
      try {
        const result = next ?? (await events.next());
        next = null;
        if (result.done !== true) return controller.enqueue(encoder.encode(formatSSEEvent(result.value)));
      } catch (error) {
        controller.enqueue(encoder.encode(formatSSEErrorEvent(failure(error))));
      }
      controller.close();
    },
    cancel: leave,
  });
}

/** Of the request, for an answer that says what was wrong with it. */
function idOf(text: string): string | number | null {
  try {
    const request: unknown = JSON.parse(text);
    const id = isRecord(request) ? request['id'] : null;
    return typeof id === 'string' || typeof id === 'number' ? id : null;
  } catch {
    return null;
  }
}
