import { serveFetch } from './serve-fetch.ts';
import type { TasRequestSeen } from './tas-bridge.ts';

/** As `POST /api/v1/federation/servers` takes it. */
export interface TasRegistration {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly version?: string;
  readonly category?: string;
  /** Of a bridge, or of what speaks like one. */
  readonly endpoint?: string;
  readonly protocol?: 'http' | 'grpc';
  /** Without it nothing can be called. */
  readonly auth?: { readonly type: string; readonly config?: Readonly<Record<string, string>> };
}

export interface TasMcp extends AsyncDisposable {
  readonly origin: string;
  /** PLACEHOLDER: the time before invocations were real. */
  build: 'CURRENT' | 'PLACEHOLDER';
  readonly servers: Map<string, TasRegistration>;
  readonly seen: TasRequestSeen[];
  /** By path: what is answered instead. */
  readonly faults: Map<string, (gone: AbortSignal) => Response | Promise<Response>>;
}

const SERVERS = '/api/v1/federation/servers';
const ZERO_TIME = '2026-08-26T09:00:00.000000001Z';

/**
 * A TAS-MCP as its Go service answers: lists what is registered and invokes it by asking the endpoint behind it, 200 with `error` for a
 * failure there, errors of its own as text (http.Error).
 */
export async function startTasMcp(): Promise<TasMcp> {
  const servers = new Map<string, TasRegistration>();
  const seen: TasRequestSeen[] = [];
  const faults: TasMcp['faults'] = new Map();

  async function invoke(id: string, body: string): Promise<Response> {
    const server = servers.get(id);
    const { id: requestId, method, params } = JSON.parse(body);
    if (server === undefined) return httpError(500, `server with ID ${id} not found`);
    const { protocol = 'http' } = server;
    if (tas.build === 'PLACEHOLDER' || protocol === 'grpc')
      return json({ id: requestId, result: { method, server: id, status: 'success' } });
    try {
      return json({ id: requestId, result: await proxied(server, method, params) });
    } catch (error) {
      return json({ id: requestId, error: { code: -1, message: error instanceof Error ? error.message : '' } });
    }
  }

  const served = await serveFetch(async (request, gone) => {
    const { pathname: path } = new URL(request.url);
    const body = await request.text();
    seen.push({ method: request.method, path, headers: Object.fromEntries(request.headers), body });
    const fault = faults.get(path);
    if (fault !== undefined) return fault(gone);
    const [, id = ''] = /^\/api\/v1\/federation\/servers\/([^/]+)\/invoke$/u.exec(path) ?? [];
    if (request.method === 'POST' && id !== '') return invoke(decodeURIComponent(id), body);
    if (request.method === 'GET' && path === SERVERS)
      return json({ servers: [...servers.values()].map(registered), total: servers.size });
    return httpError(404, '404 page not found');
  });
  const tas: TasMcp = {
    origin: served.origin,
    build: 'CURRENT',
    servers,
    seen,
    faults,
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  };
  return tas;
}

/** Its HTTP client: no cursor, and what is no JSON is a text. */
async function proxied(
  { id, endpoint = '', auth }: TasRegistration,
  method: string,
  params: unknown,
): Promise<unknown> {
  if (auth === undefined) throw new Error(`apply auth for ${id}: unsupported authentication type: `);
  const isCall = method === 'tools/call';
  if (!isCall && method !== 'tools/list') throw new Error(`federation HTTP client: unsupported method "${method}"`);
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) };
  const response = await fetch(`${endpoint}/mcp/${method}`, isCall ? init : {}).catch(() => {
    throw new Error(`call ${id}: ${isCall ? 'Post' : 'Get'} "${endpoint}/mcp/${method}": dial tcp: connection refused`);
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${id} returned ${response.status} ${response.statusText}: ${text.slice(0, 256)}`);
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return { text };
  }
}

/** All fields of its type, as the service lists them: also the keys of a server. */
function registered(server: TasRegistration): object {
  const { id, name = '', description = '', version = '', category = '', endpoint = '', protocol = 'http' } = server;
  return {
    id,
    name,
    description,
    version,
    category,
    endpoint,
    protocol,
    auth: { type: server.auth?.type ?? '', config: server.auth?.config ?? null },
    capabilities: null,
    tags: null,
    metadata: null,
    status: 'unknown',
    health_check: { enabled: false, interval: 0, timeout: 0, healthy_threshold: 0, unhealthy_threshold: 0 },
    created_at: ZERO_TIME,
    updated_at: ZERO_TIME,
  };
}

/** As encoding/json writes it. */
function json(value: unknown): Response {
  const text = JSON.stringify(value).replaceAll(
    /[<>&]/gu,
    (character) => `\\u00${character.codePointAt(0)?.toString(16)}`,
  );
  return new Response(`${text}\n`, { headers: { 'content-type': 'application/json' } });
}

function httpError(status: number, message: string): Response {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
  return new Response(`${message}\n`, { status, headers });
}
