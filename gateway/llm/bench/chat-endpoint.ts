import { Agent, fetch, type Response } from 'undici';

/** Where chats are sent, and what goes along. */
export interface ChatEndpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
}

export interface ChatOptions {
  readonly stream: boolean;
  readonly signal?: AbortSignal;
}

const MESSAGES = [{ role: 'user', content: 'Summarize the handbook. '.repeat(30) }];

/** The callers' connections, as many to every endpoint: whoever answers late is not also asked over ever more of them. */
const connections = new Agent({ connections: 600 });

/** Sends the one chat that all measurements send. @throws Error when the answer is no success */
export async function postChat(
  { url, headers, model }: ChatEndpoint,
  { stream, signal }: ChatOptions,
): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: MESSAGES, model, stream }),
    dispatcher: connections,
    signal: signal ?? null,
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response;
}
