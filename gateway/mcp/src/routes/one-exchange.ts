import {
  type JSONRPCMessage,
  isJSONRPCRequest,
  type JSONRPCRequest,
  type MessageExtraInfo,
  type RequestId,
  type Server,
  type Transport,
} from '@modelcontextprotocol/server';
import type { ClientAnswer } from '../client-answers.ts';
import { ToolCallCancelledError } from '../errors.ts';

const KEEP_ALIVE_MS = 15_000;
/** One for all: making another, with its stack, for every call costs as much as the rest of the exchange. */
const ENDED = new DOMException('The exchange has ended.', 'AbortError');
const encoder = new TextEncoder();

export interface OneExchangeOptions {
  readonly gone: AbortSignal;
  /** Of a question to the client: not to be guessed, and never twice. */
  readonly newId: () => string;
  /** Resolves when an answer under this id would arrive. */
  readonly expectAnswer: (id: string, signal: AbortSignal, onAnswer: (answer: ClientAnswer) => void) => Promise<void>;
}

/**
 * One request of an older client: answered by one JSON body, or, when the server says or asks something before, by a stream of events. The
 * SDK's own transport always answers by a stream, which costs more than the call, and hears no answers of the client.
 */
export async function oneExchange(
  server: Server,
  request: JSONRPCRequest,
  options: OneExchangeOptions,
): Promise<Response> {
  const transport = new OneExchange(options);
  await server.connect(transport);
  // Ends the handler too, by its own signal.
  const end = (): void => void server.close().catch(() => {});
  options.gone.addEventListener('abort', end, { once: true });
  const settle = async (): Promise<void> => {
    const mayBeOpen = await transport.ended;
    options.gone.removeEventListener('abort', end);
    // Otherwise nothing is open, and to close it would be to make an error, with its stack, for nobody.
    if (mayBeOpen) end();
  };
  void settle();
  return transport.responseTo(request);
}

class OneExchange implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <Message extends JSONRPCMessage>(message: Message, extra?: MessageExtraInfo) => void;
  readonly #options: OneExchangeOptions;
  readonly #response = Promise.withResolvers<Response>();
  readonly #ended = Promise.withResolvers<boolean>();
  readonly #stop = new AbortController();
  #stream: ReadableStreamDefaultController<Uint8Array> | null = null;
  #isAnswered = false;
  #hasAsked = false;

  constructor(options: OneExchangeOptions) {
    this.#options = options;
  }

  /** Whether somebody may still be asked. */
  get ended(): Promise<boolean> {
    return this.#ended.promise;
  }

  async start(): Promise<void> {}

  responseTo(request: JSONRPCRequest): Promise<Response> {
    this.onmessage?.(request);
    return this.#response.promise;
  }

  async send(message: JSONRPCMessage): Promise<void> {
    // Ours: what has no method is the answer.
    if (!('method' in message)) {
      this.#isAnswered = true;
      if (this.#stream === null) {
        this.#response.resolve(Response.json(message));
        if (this.#hasAsked) this.#end();
        else this.#ended.resolve(false);
      } else {
        this.#enqueue(this.#stream, message);
        this.#stream.close();
        this.#end();
      }
      return;
    }
    // Nobody listens any more; a question would wait for an answer that cannot come.
    if (this.#isAnswered) return;
    this.#write(isJSONRPCRequest(message) ? await this.#asked(message) : message);
  }

  async close(): Promise<void> {
    // Of an exchange that was answered this is only its end.
    if (!this.#isAnswered) this.#response.reject(new ToolCallCancelledError());
    this.#end();
    this.onclose?.();
  }

  /** A question under an id of ours: the server counts its own, and several of its exchanges are under way. */
  async #asked(request: JSONRPCRequest): Promise<JSONRPCRequest> {
    this.#hasAsked = true;
    const id = this.#options.newId();
    const own: RequestId = request.id;
    await this.#options.expectAnswer(id, this.#stop.signal, (answer) => this.onmessage?.({ ...answer, id: own }));
    return { ...request, id };
  }

  #write(message: JSONRPCMessage): void {
    if (this.#isAnswered || this.#stop.signal.aborted) return;
    this.#stream ??= this.#open();
    this.#enqueue(this.#stream, message);
  }

  #enqueue(stream: ReadableStreamDefaultController<Uint8Array>, message: JSONRPCMessage): void {
    if (!this.#stop.signal.aborted)
      stream.enqueue(encoder.encode(`event: message\ndata: ${JSON.stringify(message)}\n\n`));
  }

  #open(): ReadableStreamDefaultController<Uint8Array> {
    let opened: ReadableStreamDefaultController<Uint8Array> | null = null;
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        opened = controller;
      },
      cancel: () => this.#end(),
    });
    const timer = setInterval(() => opened?.enqueue(encoder.encode(': keep-alive\n\n')), KEEP_ALIVE_MS);
    timer.unref();
    this.#stop.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
    this.#response.resolve(
      new Response(stream, {
        headers: {
          'content-type': 'text/event-stream',
          'cache-control': 'no-cache, no-transform',
          'x-accel-buffering': 'no',
        },
      }),
    );
    if (opened === null) throw new Error('A stream that was made has no controller.');
    return opened;
  }

  #end(): void {
    this.#stop.abort(ENDED);
    this.#ended.resolve(true);
  }
}
