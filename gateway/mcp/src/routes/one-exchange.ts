import {
  type JSONRPCMessage,
  type JSONRPCRequest,
  type Notification,
  ProtocolError,
  ProtocolErrorCode,
  type Result,
} from '@modelcontextprotocol/server';
import { endingWith } from '../ending-with.ts';
import { ToolCallCancelledError } from '../errors.ts';
import type { ClientExchange } from '../federation/client-exchange.ts';
import { told } from '../federation/told.ts';
import type { RunningCall } from '../running-calls.ts';
import { ClientQuestions, type ClientQuestionsOptions } from './client-questions.ts';
import { EventStream } from './event-stream.ts';

export interface OneExchangeOptions extends ClientQuestionsOptions {
  /** The request, as cancellations find it. */
  readonly call: RunningCall;
  /** It is logged, and the client told that something went wrong. */
  readonly unexpectedError: (error: unknown) => void;
}

/**
 * One request of an older client: answered by one JSON body, or, when something is said or asked before, by a stream of events. The SDK's own
 * transport always answers by a stream and reads each message several times, which costs more than the call, and hears no answers of the client.
 */
export function oneExchange(
  request: JSONRPCRequest,
  answer: (exchange: ClientExchange) => Promise<Result>,
  options: OneExchangeOptions,
): Promise<Response> {
  const exchange = new OneExchange(request, options);
  void exchange.answerBy(answer);
  return exchange.response;
}

class OneExchange implements ClientExchange {
  readonly #request: JSONRPCRequest;
  readonly #options: OneExchangeOptions;
  readonly #response = Promise.withResolvers<Response>();
  #stream: EventStream | null = null;
  #questions: ClientQuestions | null = null;
  #isOver = false;

  constructor(request: JSONRPCRequest, options: OneExchangeOptions) {
    this.#request = request;
    this.#options = options;
  }

  get response(): Promise<Response> {
    return this.#response.promise;
  }

  get signal(): AbortSignal {
    return this.#options.call.signal;
  }

  get _meta(): ClientExchange['_meta'] {
    return this.#request.params?._meta;
  }

  readonly notify = async (notification: Notification): Promise<void> =>
    this.#write({ jsonrpc: '2.0', ...notification });

  readonly send: ClientExchange['send'] = async (request, options) => {
    if (this.#isOver) throw new ToolCallCancelledError();
    this.#questions ??= new ClientQuestions(this.#options, (message) => this.#write(message));
    const server = await this.#questions.asking();
    return server.request(request, options);
  };

  async answerBy(answer: (exchange: ClientExchange) => Promise<Result>): Promise<void> {
    const { id } = this.#request;
    // What was asked may take long to hear that nobody waits any more.
    const message: JSONRPCMessage = await told(endingWith(this.signal, answer(this))).then(
      (result) => ({ jsonrpc: '2.0', id, result }),
      (error: unknown) => ({ jsonrpc: '2.0', id, error: this.#told(error) }),
    );
    this.#isOver = true;
    if (this.#stream === null) this.#response.resolve(Response.json(message));
    else this.#stream.end(message);
    this.#questions?.[Symbol.dispose]();
    this.#options.call[Symbol.dispose]();
  }

  /** Nothing, when nobody listens any more. */
  #write(message: JSONRPCMessage): void {
    if (this.#isOver || this.signal.aborted) return;
    if (this.#stream === null) {
      this.#stream = new EventStream(() => this.#options.call.cancel());
      this.#response.resolve(this.#stream.response);
    }
    this.#stream.write(message);
  }

  #told(error: unknown): { code: number; message: string; data?: unknown } {
    if (error instanceof ProtocolError) {
      const { code, message, data } = error;
      return { code, message, ...(data === undefined ? {} : { data }) };
    }
    this.#options.unexpectedError(error);
    return {
      code: ProtocolErrorCode.InternalError,
      message: 'Something went wrong here; the request was not answered.',
    };
  }
}
