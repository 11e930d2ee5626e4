import { isRecord } from '@aether/schema';
import { serveFetch } from './serve-fetch.ts';

export interface TasRequestSeen {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the program behind a bridge answers to a call: a result of MCP, or an error of JSON-RPC. Throwing is what a bridge calls its own failure. */
export type TasProgram = (given: Record<string, unknown>) => unknown;

export interface TasBridge extends AsyncDisposable {
  readonly origin: string;
  /** As the program behind it lists them. */
  tools: unknown[];
  readonly programs: Map<string, TasProgram>;
  readonly seen: TasRequestSeen[];
  /** `_connection` of calls: where the program would have been made to connect to. */
  readonly connections: unknown[];
  /** By path: what is answered instead. */
  readonly faults: Map<string, (gone: AbortSignal) => Response | Promise<Response>>;
}

export const TAS_QUERY_TOOL = {
  name: 'query',
  description: 'Run a read-only SQL query',
  inputSchema: { type: 'object', properties: { sql: { type: 'string' } }, required: ['sql'] },
} as const;

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type, X-Space-ID, X-Space-Type, X-Tenant-ID',
};

/** A bridge of tas-mcp-servers, byte by byte as bridge/src/server.js answers (v2.1): a list and calls in plain JSON, failures as 500 `{"error"}`. */
export async function startTasBridge(): Promise<TasBridge> {
  const seen: TasRequestSeen[] = [];
  const connections: unknown[] = [];
  const programs = new Map<string, TasProgram>([
    ['query', ({ sql }) => ({ content: [{ type: 'text', text: `[{"sql":${JSON.stringify(sql)}}]` }] })],
  ]);
  const faults: TasBridge['faults'] = new Map();

  async function call(body: string): Promise<unknown> {
    const { name, arguments: given } = JSON.parse(body);
    const { _connection: connection, ...clean } = { ...given };
    if (connection !== undefined) connections.push(connection);
    const program = programs.get(name);
    const message = { error: { code: -32602, message: `Unknown tool: ${name}` } };
    const answer = program === undefined ? message : await program(clean);
    if (!isRecord(answer) || !isRecord(answer['error'])) return answer;
    return { content: [{ type: 'text', text: `Error: ${String(answer['error']['message'])}` }], isError: true };
  }

  const served = await serveFetch(async (request, gone) => {
    const { pathname: path } = new URL(request.url);
    const { method } = request;
    const body = await request.text();
    seen.push({ method, path, headers: Object.fromEntries(request.headers), body });
    const fault = faults.get(path);
    if (fault !== undefined) return fault(gone);
    const route = `${method} ${path}`;
    try {
      if (route === 'GET /mcp/tools/list') return json(200, { tools: bridge.tools });
      if (route === 'POST /mcp/tools/call') return json(200, await call(body));
      return json(404, { error: 'Not found' });
    } catch (error) {
      return json(500, { error: error instanceof Error ? error.message : String(error) });
    }
  });
  const bridge: TasBridge = {
    origin: served.origin,
    tools: [TAS_QUERY_TOOL],
    programs,
    seen,
    connections,
    faults,
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  };
  return bridge;
}

function json(status: number, value: unknown): Response {
  return new Response(JSON.stringify(value), { status, headers: { ...CORS, 'Content-Type': 'application/json' } });
}
