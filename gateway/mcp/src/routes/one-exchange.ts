import {
  type JSONRPCMessage,
  isJSONRPCErrorResponse,
  isJSONRPCResultResponse,
  type JSONRPCRequest,
  type MessageExtraInfo,
  type Server,
  type Transport,
} from '@modelcontextprotocol/server';
import { ToolCallCancelledError } from '../errors.ts';

/**
 * One request of an older client, answered by one JSON body. The SDK's own transport answers such a client by a stream of events also when
 * nothing but the result is in it, and the streams cost more than the call.
 */
export async function oneExchange(server: Server, request: JSONRPCRequest, gone: AbortSignal): Promise<Response> {
  const transport = new OneExchange();
  await server.connect(transport);
  // Ends the handler too, by its own signal.
  const end = (): void => void server.close();
  gone.addEventListener('abort', end, { once: true });
  try {
    return Response.json(await transport.answerTo(request));
  } finally {
    gone.removeEventListener('abort', end);
    await server.close();
  }
}

class OneExchange implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <Message extends JSONRPCMessage>(message: Message, extra?: MessageExtraInfo) => void;
  #answered = false;
  readonly #answer = Promise.withResolvers<JSONRPCMessage>();

  async start(): Promise<void> {}

  answerTo(request: JSONRPCRequest): Promise<JSONRPCMessage> {
    this.onmessage?.(request);
    return this.#answer.promise;
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (!isJSONRPCResultResponse(message) && !isJSONRPCErrorResponse(message)) return;
    this.#answered = true;
    this.#answer.resolve(message);
  }

  async close(): Promise<void> {
    if (!this.#answered) this.#answer.reject(new ToolCallCancelledError());
    this.onclose?.();
  }
}
