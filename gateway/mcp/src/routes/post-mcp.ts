import type { Viewer } from '@aether/common/security';
import { LINEAGE_HEADER, type Route } from '@aether/common/service';
import {
  isJsonContentType,
  isJSONRPCRequest,
  isLegacyRequest,
  type JSONRPCRequest,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { authorizeToolUse } from '../authorize.ts';
import { isAnswer } from '../client-answers.ts';
import type { Gateway, PendingRequest } from '../gateway.ts';
import { oneExchange } from './one-exchange.ts';
import { readJson } from './read-json.ts';
import { refuseForeignPage } from './refuse-foreign-page.ts';

const SESSION = 'mcp-session-id';
const KEPT_SESSION_ID = /^[\w-]{1,128}$/u;

const ANSWERED_HERE = ['tools/call', 'prompts/get', 'resources/read', 'completion/complete'];

const requestId = z.union([z.string(), z.number()]);
const messageSchema = z.object({
  method: z.string(),
  params: z.object({ requestId: requestId.optional() }).optional(),
});

/** `POST /mcp` and `POST /mcp/s/<server>`: one message of a client, of whatever revision. */
export function postMcpRoute(gateway: Gateway, path: '/mcp' | '/mcp/s/:server'): Route {
  return {
    method: 'POST',
    path,
    async handle(request, { context, parameters }) {
      refuseForeignPage(request, gateway.clientOrigins);
      const viewer = authorizeToolUse(context);
      const body = await readJson(request, gateway.bodyLimit);
      const message = messageSchema.safeParse(body).data;
      const scope = scopeOf(viewer, context.caller, request);
      if (message?.method === 'notifications/cancelled' && message.params?.requestId !== undefined) {
        gateway.runningCalls.cancel(scope, message.params.requestId);
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
          wholeList: new URL(request.url).searchParams.get('tools') === 'all',
          idempotencyKey: request.headers.get('idempotency-key'),
          lineage: request.headers.get(LINEAGE_HEADER),
        },
        begin: (id, gone) => gateway.runningCalls.begin(scope, id, context.signal, gone),
      };
      if (isJSONRPCRequest(body) && (await wantsOneAnswer(request, body)))
        return oneExchange(gateway.serverOf(pending), body, {
          gone: context.signal,
          newId: () => gateway.newId(),
          expectAnswer: (id, signal, onAnswer) => gateway.clientAnswers.expect(scope, id, signal, onAnswer),
        });
      gateway.pending.set(request, pending);
      const response = await gateway.handlers
        .of(viewer.tenantId, parameters['server'] ?? null)
        .fetch(request, { parsedBody: body });
      return message?.method === 'initialize' ? withSession(response, gateway.newId()) : response;
    },
  };
}

/** What may be asked back to a client of an older revision, or told before the result. All else is the SDK's. */
async function wantsOneAnswer(request: Request, message: JSONRPCRequest): Promise<boolean> {
  const version = request.headers.get('mcp-protocol-version');
  return (
    ANSWERED_HERE.includes(message.method) &&
    isJsonContentType(request.headers.get('content-type')) &&
    (version === null || SUPPORTED_PROTOCOL_VERSIONS.includes(version)) &&
    (await isLegacyRequest(request, message))
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
