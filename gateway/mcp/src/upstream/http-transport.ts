import { AsyncLocalStorage } from 'node:async_hooks';
import { type HttpAnswer, type SafeFetch, toWebResponse } from '@aether/common/security';
import { isRecord } from '@aether/schema';
import {
  isJsonContentType,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type JSONRPCResultResponse,
  parseJSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
  type RequestId,
  StreamableHTTPClientTransport,
  type TransportSendOptions,
} from '@modelcontextprotocol/client';
import { exchanges } from './exchange.ts';
import { sendAuthorized } from './send-authorized.ts';
import { upstreamFetch, type UpstreamFetchOptions, watchedIn } from './upstream-fetch.ts';

export interface HttpTransportOptions extends UpstreamFetchOptions {
  readonly url: URL;
  /** As `callFetch`, without the classes of fetch. */
  readonly callSend: SafeFetch['send'];
}

const RECONNECTION = {
  initialReconnectionDelay: 500,
  maxReconnectionDelay: 30_000,
  reconnectionDelayGrowFactor: 2,
  maxRetries: 10,
};
/** Set by the transport alone, whatever a request brings along. */
const OWN_HEADERS = [
  'authorization',
  'content-type',
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
  'mcp-session-id',
];
/** A header can say it as it is; others are encoded, by the SDK. */
const PLAIN_NAME = /^[\w.-]{1,128}$/u;

interface Call {
  readonly message: JSONRPCRequest;
  readonly name: string;
  /** Null = the server is of an older one. */
  readonly revision: string | null;
}

/** Given to the SDK in place of what it would ask for. */
interface Held {
  answer: HttpAnswer | null;
}

const held = new AsyncLocalStorage<Held>();
/** Of whole texts, of which it keeps nothing. */
const utf8 = new TextDecoder();

/**
 * Streamable HTTP to one tool server. Calls are sent here, and read when one JSON body answers them, as it nearly always does: the classes of
 * fetch and schemas of all messages cost more than such a call. Every other answer (a stream, a redirect, a refusal) is the SDK's to read, and
 * so are all other messages.
 */
export class HttpTransport extends StreamableHTTPClientTransport {
  readonly #options: HttpTransportOptions;
  readonly #closed = new AbortController();

  constructor(options: HttpTransportOptions) {
    const fetch = upstreamFetch(options);
    super(options.url, {
      reconnectionOptions: RECONNECTION,
      async fetch(url, init) {
        const here = init?.method === 'POST' ? held.getStore() : undefined;
        if (here === undefined || here.answer === null) return fetch(url, init);
        const { answer } = here;
        here.answer = null;
        return watchedIn(exchanges.current(), toWebResponse(answer, 'POST'), options);
      },
    });
    this.#options = options;
  }

  override async send(message: JSONRPCMessage | JSONRPCMessage[], options: TransportSendOptions = {}): Promise<void> {
    const call = options.resumptionToken === undefined ? callOf(message) : null;
    const answer = call === null ? null : await this.#call(call, options);
    if (call !== null && answer === null) return;
    await held.run({ answer }, () => super.send(message, options));
  }

  override async close(): Promise<void> {
    this.#closed.abort();
    await super.close();
  }

  /** Null = one JSON body answered, and was read. */
  async #call(call: Call, options: TransportSendOptions): Promise<HttpAnswer | null> {
    try {
      const answer = await this.#ask(call, options);
      if (answer.status !== 200 || !isJsonContentType(answer.header('content-type'))) return answer;
      this.#tell(JSON.parse(utf8.decode(await answer.bytes())), call.message.id);
      return null;
    } catch (error) {
      if (options.requestSignal?.aborted !== true)
        this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }

  async #ask(call: Call, options: TransportSendOptions): Promise<HttpAnswer> {
    const { server, credential, callSend, url } = this.#options;
    const headers = this.#headers(call, options.headers ?? {});
    const body = JSON.stringify(call.message);
    const closed = this.#closed.signal;
    // Only for servers of 2026-07-28; others are told to stop by a message.
    const { requestSignal } = options;
    const signal = requestSignal === undefined ? closed : AbortSignal.any([closed, requestSignal]);
    try {
      return await sendAuthorized(server, credential, (opened) => {
        // Never the caller's token: the server gets its own credential or none.
        const own = opened === null ? headers : { ...headers, authorization: `Bearer ${opened.secret}` };
        // A redirect is followed by the SDK, as far as that goes.
        return callSend({ url, method: 'POST', headers: own, body, signal, redirect: 'manual' });
      });
    } catch (error) {
      exchanges.current()?.fail(error);
      throw error;
    }
  }

  /** As the SDK sends them; a server of 2026-07-28 also has by header what is in the body (SEP-2243). */
  #headers({ name, revision }: Call, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const headers: Record<string, string> = {};
    for (const [header, value] of Object.entries(given)) {
      const lower = header.toLowerCase();
      if (!OWN_HEADERS.includes(lower)) headers[lower] = value;
    }
    const { sessionId, protocolVersion } = this;
    const spoken = revision ?? protocolVersion;
    return {
      ...headers,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(sessionId === undefined ? {} : { 'mcp-session-id': sessionId }),
      ...(spoken === undefined ? {} : { 'mcp-protocol-version': spoken }),
      ...(revision === null ? {} : { 'mcp-method': 'tools/call', 'mcp-name': name }),
    };
  }

  #tell(body: unknown, id: RequestId): void {
    if (isPlainResult(body, id)) this.onmessage?.(body);
    else for (const message of [body].flat()) this.onmessage?.(parseJSONRPCMessage(message));
  }
}

/** A call under a plain name, which all approved tools have. */
function callOf(message: JSONRPCMessage | JSONRPCMessage[]): Call | null {
  if (Array.isArray(message) || !('method' in message && 'id' in message) || message.method !== 'tools/call')
    return null;
  const { _meta: meta, name } = message.params ?? {};
  const revision = meta?.[PROTOCOL_VERSION_META_KEY];
  return typeof name === 'string' && PLAIN_NAME.test(name)
    ? { message, name, revision: typeof revision === 'string' ? revision : null }
    : null;
}

/** What else it may be, only the schemas can say, which takes longer than all the rest. */
function isPlainResult(body: unknown, id: RequestId): body is JSONRPCResultResponse {
  if (!isRecord(body) || body['jsonrpc'] !== '2.0' || body['id'] !== id || Object.keys(body).length !== 3) return false;
  const { result } = body;
  return isRecord(result) && result['_meta'] === undefined;
}
