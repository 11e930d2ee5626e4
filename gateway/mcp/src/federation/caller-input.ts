import type { ClientCapabilities, InputRequest, LoggingLevel } from '@modelcontextprotocol/server';
import type { InputAnswer } from '../upstream/exchange.ts';

/** How a caller can be asked for something in the middle of its request, and what it has answered already. */
export interface CallerInput {
  /** At once, over the stream of the answer: clients of older revisions. Null = by an answer that asks, after which the request is sent again. */
  readonly ask: ((request: InputRequest, signal: AbortSignal) => Promise<InputAnswer>) | null;
  /** What it can be asked for; null = not known. */
  readonly capabilities: ClientCapabilities | null;
  readonly responses: Readonly<Record<string, unknown>>;
  /** As we have given it out with the question. */
  readonly state: string | null;
  /** From which level on it wants to hear a server's log; null = not at all. */
  readonly logLevel: LoggingLevel | null;
}
