import { MethodNotAllowedError } from '../errors.ts';
import type { Route } from '@aether/common/service';
import { authorizeToolUse } from '../authorize.ts';
import type { Gateway } from '../gateway.ts';
import { refuseForeignPage } from './refuse-foreign-page.ts';

const KEEP_ALIVE_MS = 15_000;
const METHODS: Readonly<Record<string, string>> = {
  tools_list_changed: 'notifications/tools/list_changed',
  prompts_list_changed: 'notifications/prompts/list_changed',
  resources_list_changed: 'notifications/resources/list_changed',
};

/**
 * `GET /mcp` and `GET /mcp/s/<server>`: the stream on which clients of older revisions hear that a list changed. Newer ones
 * listen by a request.
 */
export function getMcpRoute(gateway: Gateway, path: '/mcp' | '/mcp/s/:server'): Route {
  return {
    method: 'GET',
    path,
    async handle(request, { context, parameters }) {
      refuseForeignPage(request, gateway.clientOrigins);
      const viewer = authorizeToolUse(context);
      if (!request.headers.get('accept')?.includes('text/event-stream')) throw new MethodNotAllowedError();
      const { bus } = gateway.handlers.of(viewer.tenantId, parameters['server'] ?? null);
      return new Response(changesOf(bus, context.signal), {
        headers: {
          'content-type': 'text/event-stream',
          'cache-control': 'no-cache, no-transform',
          'x-accel-buffering': 'no',
        },
      });
    },
  };
}

type Bus = ReturnType<Gateway['handlers']['of']>['bus'];

function changesOf(bus: Bus, ended: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = (): void => {};
  return new ReadableStream({
    start(controller) {
      const unsubscribe = bus.subscribe(({ kind }) => {
        const method = METHODS[kind];
        if (method === undefined) return;
        const message = JSON.stringify({ jsonrpc: '2.0', method });
        controller.enqueue(encoder.encode(`event: message\ndata: ${message}\n\n`));
      });
      const timer = setInterval(() => controller.enqueue(encoder.encode(': keep-alive\n\n')), KEEP_ALIVE_MS);
      timer.unref();
      const end = (): void => {
        stop();
        controller.close();
      };
      stop = () => {
        clearInterval(timer);
        unsubscribe();
        ended.removeEventListener('abort', end);
      };
      if (ended.aborted) end();
      else ended.addEventListener('abort', end, { once: true });
    },
    cancel: () => stop(),
  });
}
