import type { Viewer } from '@aether/common/security';
import { LINEAGE_HEADER, type Route } from '@aether/common/service';
import { isRecord } from '@aether/schema';
import {
  isJsonContentType,
  isJSONRPCRequest,
  type JSONRPCRequest,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { authorizeToolUse } from '../authorize.ts';
import { isAnswer } from '../client-answers.ts';
import type { Gateway } from '../gateway.ts';
import type { PendingRequest } from '../pending-request.ts';
import { isAnsweredMethod } from '../federation/request-answers.ts';
import { oneExchange } from './one-exchange.ts';
import { readJson } from './read-json.ts';
import { refuseForeignPage } from './refuse-foreign-page.ts';

const SESSION = 'mcp-session-id';
const KEPT_SESSION_ID = /^[\w-]{1,128}$/u;

const cancellation = z.object({ params: z.object({ requestId: z.union([z.string(), z.number()]) }) });

/** `POST /mcp` and `POST /mcp/s/<server>`: one message of a client, of whatever revision. */
export function postMcpRoute(gateway: Gateway, path: '/mcp' | '/mcp/s/:server'): Route {
  return {
    method: 'POST',
    path,
    async handle(request, { context, parameters }) {
      refuseForeignPage(request, gateway.clientOrigins);
      const viewer = authorizeToolUse(context);
      const body = await readJson(request, gateway.bodyLimit);
      const method = isRecord(body) ? body['method'] : null;
      const scope = scopeOf(viewer, context.caller, request);
      const cancelled = method === 'notifications/cancelled' ? cancellation.safeParse(body).data : undefined;
      if (cancelled !== undefined) {
        gateway.runningCalls.cancel(scope, cancelled.params.requestId);
        return new Response(null, { status: 202 });
      }
      if (isAnswer(body)) {
        gateway.clientAnswers.deliver(scope, body);
        return new Response(null, { status: 202 });
      }
      const pending: PendingRequest = {
        logLevels: gateway.logLevels,
        request: {
          scope,
          context,
          viewer,
          server: parameters['server'] ?? null,
          wholeList: request.url.includes('?') && new URL(request.url).searchParams.get('tools') === 'all',
          idempotencyKey: request.headers.get('idempotency-key'),
          lineage: request.headers.get(LINEAGE_HEADER),
        },
        begin: (id, gone) => gateway.runningCalls.begin(scope, id, context.signal, gone),
      };
      if (isJSONRPCRequest(body) && isAnsweredMethod(body.method) && isOfOlderClient(request, body)) {
        const answers = gateway.answersTo(pending);
        const { method: asked } = body;
        return oneExchange(body, (exchange) => answers.to(asked, body, exchange), {
          call: gateway.runningCalls.begin(scope, body.id, context.signal),
          unexpectedError: (error) => gateway.unexpectedError(error),
          newId: () => gateway.newId(),
          expectAnswer: (id, signal, onAnswer) => gateway.clientAnswers.expect(scope, id, signal, onAnswer),
        });
      }
      gateway.pending.set(request, pending);
      const response = await gateway.handlers
        .of(viewer.tenantId, parameters['server'] ?? null)
        .fetch(request, { parsedBody: body });
      return method === 'initialize' ? withSession(response, gateway.newId()) : response;
    },
  };
}

/** Whether the SDK would answer it as a request of an older revision, too. All else, also what is wrong with it, is the SDK's to say. */
function isOfOlderClient(request: Request, { params }: JSONRPCRequest): boolean {
  const version = request.headers.get('mcp-protocol-version');
  return (
    isJsonContentType(request.headers.get('content-type')) &&
    (version === null || SUPPORTED_PROTOCOL_VERSIONS.includes(version)) &&
    !Object.hasOwn(params?._meta ?? {}, PROTOCOL_VERSION_META_KEY)
  );
}

/**
 * Older clients name requests 0, 1, 2 …, so two clients of one person would cancel each other's calls. They send back the session id that they
 * are given; it holds nothing, so no process has to be the one that gave it.
 */
function withSession(response: Response, sessionId: string): Response {
  if (response.ok) response.headers.set(SESSION, sessionId);
  return response;
}

export function scopeOf(viewer: Viewer, caller: string | null, request: Request): string {
  const session = request.headers.get(SESSION) ?? '';
  const who = viewer.userId ?? viewer.serviceAccountId ?? '';
  return [viewer.tenantId, who, caller ?? '', KEPT_SESSION_ID.test(session) ? session : ''].join(' ');
}
