import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { OWN_KEY_ONLY_HEADER } from '@aether/common/service';
import type { ErrorCode } from '@aether/schema';

/** A model call as the provider books it. */
export interface ModelCall {
  readonly executionId: string;
  /** The whole answer went out: it is to be paid. */
  isAnswered: boolean;
}

/** `/v1` of the LLM gateway for runs under test: it does what the question says, and keeps its own books. */
export interface ModelServer extends AsyncDisposable {
  readonly origin: string;
  readonly calls: readonly ModelCall[];
  /** The next calls are refused, one each, as the gateway refuses: with its code. */
  refuse(...refusals: readonly ModelRefusal[]): void;
}

export interface ModelRefusal {
  readonly status: number;
  readonly code: ErrorCode;
}

export const MODEL_COST = 5;
const CALLS = /call (?<names>[\w ]+)/u;

interface Asked {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

/** A question "call read pay" makes it call these tools, one after the other; then, and for every other question, it answers in words. */
export async function startModelServer(): Promise<ModelServer> {
  const calls: ModelCall[] = [];
  const refusals: ModelRefusal[] = [];

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = (await json(message)) as Asked;
    // Nobody here has a key of their own.
    if (message.headers[OWN_KEY_ONLY_HEADER] === 'true')
      return refuse(response, { status: 402, code: 'OWN_KEY_REQUIRED' });
    const call: ModelCall = { executionId: String(message.headers['x-request-id'] ?? ''), isAnswered: false };
    calls.push(call);
    const refusal = refusals.shift();
    if (refusal !== undefined) return refuse(response, refusal);
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(wire(asked), () => (call.isAnswered = true));
  }

  const server = createServer((message, response) => {
    answer(message, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    refuse: (...planned) => void refusals.push(...planned),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function refuse(response: ServerResponse, { status, code }: ModelRefusal): void {
  const error = { message: 'The model refuses.', type: 'error', code, param: null };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
}

function wire({ messages, tools = [] }: Asked): string {
  const question = messages.findLast(({ role }) => role === 'user')?.content;
  const done = messages.filter(({ role }) => role === 'tool').length;
  const names = CALLS.exec(typeof question === 'string' ? question : JSON.stringify(question))?.groups?.['names'] ?? '';
  const name = names.split(' ').filter((each) => each !== '')[done];
  const tool = tools.find((each) => each.function.name.endsWith(`__${name}`))?.function.name;
  const delta =
    tool === undefined
      ? { content: `Done after ${done} calls.` }
      : {
          tool_calls: [
            { index: 0, id: 'call', type: 'function', function: { name: tool, arguments: JSON.stringify({ done }) } },
          ],
        };
  return [
    { choices: [{ index: 0, delta, finish_reason: null }] },
    { choices: [{ index: 0, delta: {}, finish_reason: tool === undefined ? 'stop' : 'tool_calls' }] },
    {
      usage: { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 },
      aether: { costNanoUsd: MODEL_COST, unpriced: false },
    },
  ]
    .map((body) => ({ id: 'c', object: 'chat.completion.chunk', created: 0, model: 'test', choices: [], ...body }))
    .map((body) => `data: ${JSON.stringify(body)}\n\n`)
    .concat('data: [DONE]\n\n')
    .join('');
}
