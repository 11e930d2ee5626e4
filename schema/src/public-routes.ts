import type { ServiceName } from './service-names.ts';

/**
 * Whose form a failure of a route has, as JSON: `aether` is `{ error: { code, message, … } }`; `mcp-registry` is `{ error: "<message>", code, … }`;
 * `a2a` is google.rpc.Status, as A2A 1.0 has it over HTTP+JSON; `openai` is `{ error: { message, type, code, param, … } }`.
 */
export type ErrorForm = 'aether' | 'mcp-registry' | 'a2a' | 'openai';

export interface PublicRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `:name` matches one segment, a last `*` the rest. */
  path: string;
  owner: ServiceName;
  /** `viewer` needs a session or key; `none` proves itself otherwise (a link's signature, a password). */
  authentication: 'viewer' | 'none';
  /** Bytes of the request body; the owner may be stricter. */
  maximumBytes: number;
  /** The answer is sent as it is made, without an end in sight. */
  streams: boolean;
  /** It follows what goes on without its reader, so it ends with the access of who reads it. What is made for a call goes on to its end. */
  follows: boolean;
  /** Pages of any site may ask: no cookie counts there, and the browser is told so (CORS). */
  anyOrigin: boolean;
  /** Also of what the edge refuses before the owner is asked. */
  errors: ErrorForm;
}

const FOLLOWS = { streams: true, follows: true };

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;

/** Of our own headers, those that clients may send: they say how a model is chosen. All others come from services only, and are dropped at the edge. */
export const PUBLIC_HEADERS = [
  'x-aether-fallbacks',
  'x-aether-candidates',
  'x-aether-optimize-for',
  'x-aether-quality-floor',
  'x-aether-task-cluster',
  'x-aether-maximum-cost',
  'x-aether-split',
  'x-aether-split-key',
  'x-aether-cache',
] as const;

/** For programs and pages of every site, which prove themselves by what they send. */
const OPEN = { authentication: 'none', anyOrigin: true } as const;
const A2A = { errors: 'a2a' } as const;
const OPENAI = { errors: 'openai' } as const;
const REGISTRY = { errors: 'mcp-registry' } as const;

/** Everything outside GraphQL that the edge forwards. Ingress rules of compose files and helm derive from it. */
export const PUBLIC_ROUTES = [
  route('POST', '/auth/sign-in', 'identity', { authentication: 'none', maximumBytes: 16 * KILOBYTE }),
  route('POST', '/auth/sign-out', 'identity', { authentication: 'none', maximumBytes: KILOBYTE }),
  route('GET', '/auth/link/:token', 'identity', { authentication: 'none' }),
  route('POST', '/auth/link/:token', 'identity', { authentication: 'none', maximumBytes: 16 * KILOBYTE }),
  // Where an authorization server sends a browser back to. Without a session it leads to the sign-in page.
  route('GET', '/auth/credentials/callback', 'identity', { authentication: 'none' }),
  route('POST', '/auth/password', 'identity', { maximumBytes: 16 * KILOBYTE }),
  // Aether as an authorization server. The page `/oauth/authorize` is the web application's.
  route('GET', '/.well-known/oauth-authorization-server', 'identity', OPEN),
  route('GET', '/.well-known/oauth-protected-resource', 'identity', OPEN),
  route('GET', '/.well-known/oauth-protected-resource/*', 'identity', OPEN),
  route('POST', '/oauth/register', 'identity', { ...OPEN, maximumBytes: 16 * KILOBYTE }),
  route('POST', '/oauth/token', 'identity', { ...OPEN, maximumBytes: 16 * KILOBYTE }),
  route('POST', '/oauth/revoke', 'identity', { ...OPEN, maximumBytes: 16 * KILOBYTE }),
  route('PUT', '/uploads/:id', 'memory', { authentication: 'none', maximumBytes: 100 * MEGABYTE }),
  route('GET', '/uploads/:id', 'memory', { authentication: 'none' }),
  // A signed link to the bytes of an artifact.
  route('GET', '/artifacts/:id', 'executions', { authentication: 'none' }),
  // A sender proves itself by the trigger's secret: a signature or a bearer token.
  route('POST', '/hooks/:id', 'executions', { authentication: 'none', maximumBytes: MEGABYTE }),
  // A2A 1.0: every published agent, for agents of other systems with an API key.
  route('GET', '/a2a/:slug/.well-known/agent-card.json', 'executions', {}),
  route('POST', '/a2a/:slug', 'executions', { maximumBytes: MEGABYTE, ...FOLLOWS }),
  // The same over HTTP+JSON. A colon in a path is no parameter there: `message:send` and `message:stream`, `<task>:cancel` and `<task>:subscribe`.
  route('POST', '/a2a/:slug/:operation', 'executions', { ...A2A, maximumBytes: MEGABYTE, ...FOLLOWS }),
  route('GET', '/a2a/:slug/tasks', 'executions', A2A),
  route('GET', '/a2a/:slug/tasks/:task', 'executions', { ...A2A, ...FOLLOWS }),
  route('POST', '/a2a/:slug/tasks/:task', 'executions', { ...A2A, maximumBytes: 16 * KILOBYTE, ...FOLLOWS }),
  route('POST', '/a2a/:slug/tasks/:task/pushNotificationConfigs', 'executions', {
    ...A2A,
    maximumBytes: 64 * KILOBYTE,
  }),
  route('GET', '/a2a/:slug/tasks/:task/pushNotificationConfigs', 'executions', A2A),
  route('GET', '/a2a/:slug/tasks/:task/pushNotificationConfigs/:config', 'executions', A2A),
  route('DELETE', '/a2a/:slug/tasks/:task/pushNotificationConfigs/:config', 'executions', A2A),
  route('GET', '/a2a/:slug/extendedAgentCard', 'executions', A2A),
  route('GET', '/executions/:id/events', 'executions', FOLLOWS),
  route('POST', '/v1/chat/completions', 'llm-gateway', { ...OPENAI, maximumBytes: 20 * MEGABYTE, streams: true }),
  route('POST', '/v1/responses', 'llm-gateway', { ...OPENAI, maximumBytes: 20 * MEGABYTE, streams: true }),
  route('POST', '/v1/routing/decision', 'llm-gateway', { ...OPENAI, maximumBytes: 20 * MEGABYTE }),
  route('POST', '/v1/routing/outcomes', 'llm-gateway', { ...OPENAI, maximumBytes: MEGABYTE }),
  route('POST', '/v1/images/generations', 'llm-gateway', { ...OPENAI, maximumBytes: MEGABYTE }),
  route('POST', '/v1/audio/speech', 'llm-gateway', { ...OPENAI, maximumBytes: MEGABYTE }),
  route('POST', '/v1/audio/transcriptions', 'llm-gateway', { ...OPENAI, maximumBytes: 26 * MEGABYTE }),
  route('POST', '/v1/embeddings', 'llm-gateway', { ...OPENAI, maximumBytes: 20 * MEGABYTE }),
  route('GET', '/v1/models', 'llm-gateway', OPENAI),
  // Names of models contain slashes: `builtin/extract`.
  route('GET', '/v1/models/*', 'llm-gateway', OPENAI),
  // GET is the stream that tells of changed lists.
  route('POST', '/mcp', 'mcp-gateway', { maximumBytes: 4 * MEGABYTE, streams: true }),
  route('GET', '/mcp', 'mcp-gateway', FOLLOWS),
  route('POST', '/mcp/s/:server', 'mcp-gateway', { maximumBytes: 4 * MEGABYTE, streams: true }),
  route('GET', '/mcp/s/:server', 'mcp-gateway', FOLLOWS),
  // The registry API of MCP: the servers that the caller may use, each at its address here. Names hold a slash, encoded.
  route('GET', '/v0.1/servers', 'mcp-gateway', REGISTRY),
  route('GET', '/v0.1/servers/:name/versions', 'mcp-gateway', REGISTRY),
  route('GET', '/v0.1/servers/:name/versions/:version', 'mcp-gateway', REGISTRY),
] as const satisfies readonly PublicRoute[];

function route(
  method: PublicRoute['method'],
  path: string,
  owner: ServiceName,
  options: Partial<
    Pick<PublicRoute, 'authentication' | 'maximumBytes' | 'streams' | 'follows' | 'anyOrigin' | 'errors'>
  >,
): PublicRoute {
  return {
    method,
    path,
    owner,
    authentication: 'viewer',
    maximumBytes: 0,
    streams: false,
    follows: false,
    anyOrigin: false,
    errors: 'aether',
    ...options,
  };
}
