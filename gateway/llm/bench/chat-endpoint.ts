import { Agent, type IncomingMessage, request } from 'node:http';

/** Where chats are sent, and what goes along. */
export interface ChatEndpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
}

export interface ChatAnswer {
  readonly body: AsyncIterable<Uint8Array>;
  /** The whole body. */
  text(): Promise<string>;
}

export interface ChatOptions {
  readonly stream: boolean;
  readonly signal?: AbortSignal;
}

const MESSAGES = [{ role: 'user', content: 'Summarize the handbook. '.repeat(30) }];

/** The callers' connections, as many to every endpoint: whoever answers late is not also asked over ever more of them. */
const agent = new Agent({ keepAlive: true, maxSockets: 600, maxTotalSockets: Infinity });

/**
 * Sends the one chat that all measurements send, with as little as possible of our own: what `fetch` leaves behind makes collections that
 * would be taken for the latency of an endpoint.
 * @throws Error when the answer is no success
 */
export async function postChat({ url, headers, model }: ChatEndpoint, options: ChatOptions): Promise<ChatAnswer> {
  const body = JSON.stringify({ messages: MESSAGES, model, stream: options.stream });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    request(url, { agent, method: 'POST', headers: sent, ...(options.signal && { signal: options.signal }) }, resolve)
      .on('error', reject)
      .end(body);
  });
  const text = async (): Promise<string> => {
    const pieces: Uint8Array[] = [];
    for await (const piece of answer as AsyncIterable<Uint8Array>) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  };
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}: ${await text()}`);
  return { body: answer, text };
}
