import {
  type JSONRPCMessage,
  isJSONRPCRequest,
  type MessageExtraInfo,
  type RequestId,
  Server,
  type Transport,
} from '@modelcontextprotocol/server';
import type { ClientAnswer } from '../client-answers.ts';

export interface ClientQuestionsOptions {
  /** Of a question to the client: not to be guessed, and never twice. */
  readonly newId: () => string;
  /** Resolves when an answer under this id would arrive. */
  readonly expectAnswer: (id: string, signal: AbortSignal, onAnswer: (answer: ClientAnswer) => void) => Promise<void>;
}

/** Asks an older client in the middle of its request. The SDK words the questions and reads the answers. */
export class ClientQuestions implements Transport, Disposable {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <Message extends JSONRPCMessage>(message: Message, extra?: MessageExtraInfo) => void;
  readonly #options: ClientQuestionsOptions;
  readonly #write: (message: JSONRPCMessage) => void;
  readonly #ended = new AbortController();
  readonly #server = new Server({ name: 'aether', version: '1.0.0' });
  #connected: Promise<void> | null = null;

  /** @param write says something to the client before its answer */
  constructor(options: ClientQuestionsOptions, write: (message: JSONRPCMessage) => void) {
    this.#options = options;
    this.#write = write;
  }

  async asking(): Promise<Server> {
    this.#connected ??= this.#server.connect(this);
    await this.#connected;
    return this.#server;
  }

  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    this.#write(isJSONRPCRequest(message) ? { ...message, id: await this.#expected(message.id) } : message);
  }

  async close(): Promise<void> {
    this.#ended.abort();
    this.onclose?.();
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
    void this.#server.close();
  }

  /** An id of ours: the server counts its own, and several of its exchanges are under way. */
  async #expected(own: RequestId): Promise<string> {
    const id = this.#options.newId();
    await this.#options.expectAnswer(id, this.#ended.signal, (answer) => this.onmessage?.({ ...answer, id: own }));
    return id;
  }
}
