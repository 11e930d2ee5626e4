import { JsonRpcTransportHandler, ServerCallContext } from '@a2a-js/sdk/server';
import { errorResponse, type Logger, type Route, type ServiceParts } from '@aether/common/service';
import { isRecord } from '@aether/schema';
import { eventStream } from '../a2a/event-stream.ts';
import { openAgentTasks } from '../a2a/open-agent-tasks.ts';
import { requestedVersion } from '../a2a/requested-version.ts';
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
      const text = await request.text();
      const failure = (error: unknown): object => ({
        jsonrpc: '2.0',
        id: idOf(text),
        error: JsonRpcTransportHandler.mapToJSONRPCError(toA2aError(error, logger)),
      });
      try {
        const { tasks, leave } = await openAgentTasks(parts, { slug: parameters['slug'] ?? '', context, logger });
        try {
          const version = await requestedVersion(request, tasks, 'JSONRPC');
          const handler = new JsonRpcTransportHandler(tasks);
          const answer = await handler.handle(text, new ServerCallContext({ requestedVersion: version }));
          if (!(Symbol.asyncIterator in answer)) return json(answer);
          return await eventStream(answer, { toJson: (event) => event, failure, leave });
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
