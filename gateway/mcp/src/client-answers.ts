import { createHash } from 'node:crypto';
import type { Streams } from '@aether/common/streams';
import { isRecord, type JsonValue } from '@aether/schema';
import {
  isJSONRPCErrorResponse,
  isJSONRPCResultResponse,
  type JSONRPCErrorResponse,
  type JSONRPCResultResponse,
} from '@modelcontextprotocol/server';

export type ClientAnswer = JSONRPCResultResponse | JSONRPCErrorResponse;

export function isAnswer(message: unknown): message is ClientAnswer {
  // Most messages are no answers, and the schemas take their time to say so.
  return (
    isRecord(message) && !('method' in message) && (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message))
  );
}

/**
 * Answers of clients of older revisions to what they were asked in the middle of a call. They come as requests of their own, at whatever
 * process, and go over the live bus to the one that holds the call.
 */
export class ClientAnswers {
  readonly #streams: Streams;

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  /** @param scope tenant, viewer and session: nobody answers for somebody else */
  deliver(scope: string, answer: ClientAnswer): void {
    this.#streams.publish(channelOf(scope, String(answer.id)), JSON.parse(JSON.stringify(answer)) as JsonValue);
  }

  /** Resolves when the answer can be sent: nothing is lost between a question and its answer. */
  async expect(
    scope: string,
    id: string,
    signal: AbortSignal,
    onAnswer: (answer: ClientAnswer) => void,
  ): Promise<void> {
    const answers = this.#streams.subscribe(channelOf(scope, id), { signal, limit: 10 });
    void (async () => {
      for await (const message of answers) if (isAnswer(message)) return onAnswer(message);
    })();
    await answers.ready;
  }
}

function channelOf(scope: string, id: string): string {
  return `mcp-answer:${createHash('sha256').update(`${scope}\n${id}`).digest('hex')}`;
}
