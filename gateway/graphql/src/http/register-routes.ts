import { callerLeftChannel, PUBLIC_ROUTES, type PublicRoute } from '@aether/schema';
import { rateHeaders, retryHeaders } from '@aether/common/key-value';
import type { InternalTokens } from '@aether/common/security';
import {
  type Logger,
  type Route,
  type Service,
  UnauthenticatedError,
  errorResponse,
  fromServiceHeaders,
  toServiceHeaders,
} from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessWatch } from '../access-watch.ts';
import { type Authenticator, tokenOf } from '../authenticator.ts';
import type { GraphqlGatewayConfig } from '../config.ts';
import { BodyTooLargeError, OriginRefusedError, RateLimitedError } from '../errors.ts';
import { challengeFor, scopeChallengeFor } from './challenge-for.ts';
import { allowPreflight } from './allow-preflight.ts';
import { BoundedBody } from './bounded-body.ts';
import { sendWebResponse, toWebRequest } from './web-request.ts';

export interface PublicRouteOptions {
  readonly services: ReadonlyMap<string, Pick<Service, 'routes'>>;
  readonly authenticator: Authenticator;
  readonly accessWatch: AccessWatch;
  readonly tokens: InternalTokens;
  readonly config: GraphqlGatewayConfig;
  readonly logger: Logger;
  readonly newRequestId: () => string;
  readonly streams: Streams;
  /** The edge closes connections itself then. */
  readonly isStopping: () => boolean;
}

/** A cookie is sent by the browser whatever page asks: what changes something must come from our own pages. */
function refuseForeignOrigin(request: FastifyRequest, allowed: readonly string[]): void {
  const { origin, host, authorization } = request.headers;
  if (authorization !== undefined || origin === undefined || request.method === 'GET' || request.method === 'HEAD')
    return;
  if (new URL(origin).host !== host && !allowed.includes(origin)) throw new OriginRefusedError(origin);
}

/**
 * Forwards the routes of `schema/src/public-routes.ts` to the services that own them; nothing else of a service can be reached.
 * @throws Error when a service that is here lacks one of its routes; one that is not here is passed over
 */
export function registerRoutes(server: FastifyInstance, options: PublicRouteOptions): void {
  for (const entry of PUBLIC_ROUTES) {
    const service = options.services.get(entry.owner);
    if (service === undefined) continue;
    const route = routeOf(service, entry);
    if (entry.anyOrigin) allowPreflight(server, entry);
    server.route({
      method: entry.method,
      url: entry.path,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const requestId = options.newRequestId();
        const closed = new AbortController();
        reply.raw.on('close', () => {
          if (!reply.raw.writableFinished && !options.isStopping())
            options.streams.publish(callerLeftChannel(requestId), null);
          closed.abort();
        });
        reply.header('x-request-id', requestId);
        if (entry.anyOrigin) reply.header('access-control-allow-origin', '*');
        const body = request.method === 'GET' ? null : new BoundedBody(request.raw, entry.maximumBytes);
        let scopeChallenge: string | null = null;
        const answer = (response: Response): Promise<FastifyReply> => {
          if (response.status === 403 && scopeChallenge !== null) reply.header('www-authenticate', scopeChallenge);
          return sendWebResponse(reply, response);
        };
        try {
          if (!entry.anyOrigin) refuseForeignOrigin(request, options.config.allowedOrigins);
          const announced = Number(request.headers['content-length'] ?? 0);
          if (announced > entry.maximumBytes && body !== null) throw new BodyTooLargeError(entry.maximumBytes);
          const path = pathOf(request);
          const token = entry.anyOrigin ? null : tokenOf(request.headers);
          const { viewer, rate, isScoped } = await options.authenticator.admit(token, requestId, path);
          if (rate !== null) reply.headers(rateHeaders('requests', rate));
          if (viewer === null && entry.authentication === 'viewer') {
            const challenge = challengeFor(path, options.config.publicUrl, request.headers.authorization !== undefined);
            if (challenge !== null) reply.header('www-authenticate', challenge);
            throw new UnauthenticatedError();
          }
          if (viewer !== null && isScoped)
            scopeChallenge = scopeChallengeFor(path, options.config.publicUrl, viewer.permissions);
          if (viewer !== null && entry.follows && !closed.signal.aborted)
            closed.signal.addEventListener(
              'abort',
              options.accessWatch.start({ token, viewer, path, end: () => reply.raw.destroy() }),
            );
          const traceparent =
            typeof request.headers['traceparent'] === 'string' ? request.headers['traceparent'] : null;
          // The same headers and the same fresh context as between two processes.
          const headers = toServiceHeaders(options.tokens, {
            service: 'graphql-gateway',
            audience: entry.owner,
            viewer,
            requestId,
            traceparent,
          });
          const context = fromServiceHeaders(options.tokens, entry.owner, headers, closed.signal);
          const webRequest = toWebRequest(request, {
            origin: `http://${request.headers.host ?? 'localhost'}`,
            signal: closed.signal,
            body: body?.stream ?? null,
          });
          const parameters = request.params as Record<string, string>;
          const response = await route.handle(webRequest, { parameters, context });
          // Whoever read a body that broke off may have taken it for a bad one.
          if (body?.failure != null) throw body.failure;
          return await answer(response);
        } catch (caught) {
          const error = body?.failure ?? caught;
          // What is left of the body is not read.
          if (error instanceof BodyTooLargeError) reply.header('connection', 'close');
          if (error instanceof RateLimitedError)
            reply.headers({ ...rateHeaders('requests', error), ...retryHeaders(error.resetMs) });
          return await answer(errorResponse(error, { requestId, logger: options.logger }, entry.errors));
        }
      },
    });
  }
}

function routeOf({ routes }: Pick<Service, 'routes'>, { method, path, owner }: PublicRoute): Route {
  const route = routes.find((candidate) => candidate.method === method && candidate.path === path);
  if (route === undefined)
    throw new Error(`The public route ${method} ${path} is not among the routes of the service "${owner}".`);
  return route;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '';
}
