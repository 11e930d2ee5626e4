import {
  errorResponse,
  ForbiddenError,
  type Logger,
  publicError,
  type Route,
  requireViewer,
  ValidationError,
} from '@aether/common/service';
import type { ExecutionsParts } from '../context.ts';
import type { StreamEvent } from '../event.ts';
import { followedExecution } from '../resolvers/load-execution.ts';
import { executionEventStream } from '../stream/execution-event-stream.ts';
import { toEnvelope } from '../types/to-event.ts';

/** A comment this often keeps proxies from closing a quiet stream. */
const COMMENT_MS = 15_000;

const HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

/** Volatile events have no id, so a reconnect resumes after the last durable one (html.spec.whatwg.org, "Server-sent events"). */
function toText(event: StreamEvent): string {
  const { seq, at, event: value } = toEnvelope(event);
  return `${seq === null ? '' : `id: ${seq}\n`}data: ${JSON.stringify({ seq, at, event: value })}\n\n`;
}

function afterOf(request: Request): number {
  const given = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after') ?? '0';
  const after = Number(given);
  if (!Number.isSafeInteger(after) || after < 0)
    throw new ValidationError(['Last-Event-ID'], 'the number of an event', given);
  return after;
}

/** `GET /executions/<id>/events`: the events of the subscription for clients without WebSocket. */
export function executionEventsRoute(parts: ExecutionsParts, logger: Logger): Route {
  return {
    method: 'GET',
    path: '/executions/:id/events',
    async handle(request, { parameters, context }) {
      const left = new AbortController();
      const signal = AbortSignal.any([context.signal, left.signal]);
      try {
        if (!requireViewer(context).permissions.includes('execution:read')) throw new ForbiddenError('execution:read');
        const after = afterOf(request);
        const execution = await followedExecution({ ...context, parts, signal }, parameters['id'] ?? '', after);
        const events = executionEventStream(parts, execution, { after, signal });
        // Asked for before the answer begins, so that a refusal has its status.
        const first = await events.next();
        return new Response(
          toStream(
            first,
            events,
            () => left.abort(),
            (error) => publicError(error, { ...context, logger }),
          ),
          { headers: HEADERS },
        );
      } catch (error) {
        left.abort();
        return errorResponse(error, { requestId: context.requestId, logger });
      }
    },
  };
}

function toStream(
  first: IteratorResult<StreamEvent, void>,
  events: AsyncGenerator<StreamEvent, void>,
  leave: () => void,
  describe: (error: unknown) => object,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<StreamEvent, void>> | null = Promise.resolve(first);
  let comments: NodeJS.Timeout | undefined;
  return new ReadableStream({
    start(controller) {
      comments = setInterval(() => controller.enqueue(encoder.encode(':\n\n')), COMMENT_MS);
    },
    async pull(controller) {
      try {
        const result = await (next ?? events.next());
        next = null;
        if (result.done !== true) return controller.enqueue(encoder.encode(toText(result.value)));
      } catch (error) {
        controller.enqueue(encoder.encode(`event: error\ndata: ${JSON.stringify(describe(error))}\n\n`));
      }
      clearInterval(comments);
      controller.close();
    },
    cancel() {
      clearInterval(comments);
      leave();
    },
  });
}
