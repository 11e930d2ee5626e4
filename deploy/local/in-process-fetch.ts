import type { InternalTokens } from '@aether/common/security';
import { type Logger, RouteTable, type Service, errorResponse, fromServiceHeaders } from '@aether/common/service';

/**
 * A `fetch` that reaches the routes of one service in this process, with the headers, the context and the errors that a
 * socket would give. The host of the URL is ignored. Bodies stream; nothing is buffered.
 */
export function inProcessFetch(options: {
  readonly service: () => Pick<Service, 'name' | 'routes'>;
  readonly tokens: InternalTokens;
  readonly logger: Logger;
}): typeof fetch {
  let table: RouteTable | null = null;
  return async (input, init) => {
    const request = new Request(input, init);
    const { name, routes } = options.service();
    table ??= new RouteTable(routes);
    const match = table.match(request.method, request.url);
    if (match === null)
      return new Response(`${name} has no route ${request.method} ${new URL(request.url).pathname}.`, { status: 404 });
    const headers = Object.fromEntries(request.headers);
    try {
      // The caller's own signal: that of a Request falls silent when the Request is collected, https://github.com/nodejs/undici/issues/3644.
      const context = fromServiceHeaders(options.tokens, name, headers, init?.signal ?? request.signal);
      return await match.route.handle(request, { parameters: match.parameters, context });
    } catch (error) {
      request.signal.throwIfAborted();
      return errorResponse(error, { requestId: headers['x-request-id'] ?? '', logger: options.logger });
    }
  };
}
