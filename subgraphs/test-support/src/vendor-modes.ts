import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface VendorRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The text that every mode that answers at all answers. */
export const VENDOR_TEXT = 'Grüße from the stub.';

type Answer = (request: VendorRequest, response: ServerResponse) => void | Promise<void>;

const chunk = (delta: object, finish: string | null = null) => ({
  id: 'chatcmpl-stub',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'stub-1',
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const usage = {
  prompt_tokens: 12,
  completion_tokens: 5,
  total_tokens: 17,
  prompt_tokens_details: { cached_tokens: 4 },
};
const words = VENDOR_TEXT.match(/\s*\S+/g) ?? [];
const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
const opening = event(chunk({ role: 'assistant', content: '' }));
const text = words.map((content) => event(chunk({ content }))).join('');
const finish = event(chunk({}, 'stop'));
const usageEvent = event({ ...chunk({}), choices: [], usage });
const done = 'data: [DONE]\n\n';

function stream(response: ServerResponse): ServerResponse {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  return response;
}

/** One byte at a time, so that no reader can rely on where a chunk ends. */
async function bytes(response: ServerResponse, sent: string): Promise<void> {
  for (const byte of Buffer.from(sent))
    if (!response.write(Buffer.of(byte))) await new Promise((resolve) => response.once('drain', resolve));
}

async function streamed(response: ServerResponse, sent: string): Promise<void> {
  await bytes(stream(response), sent);
  response.end();
}

function json(
  response: ServerResponse,
  status: number,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
}

const failure = (message: string, code: string | null, type = 'invalid_request_error') => ({
  error: { message, type, code, param: null },
});

/** Every way in which the vendor can answer. */
export const vendorModes = {
  ok: async ({ path, body }, response) => {
    if (path === '/v1/embeddings')
      return json(response, 200, {
        object: 'list',
        model: 'stub-embed',
        data: [body['input']]
          .flat()
          .map((_, index) => ({ object: 'embedding', index, embedding: [index, 0.5, -0.25] }))
          .toReversed(),
        usage: { prompt_tokens: 3, total_tokens: 3 },
      });
    if (body['stream'] === true) return streamed(response, opening + text + finish + usageEvent + done);
    return json(response, 200, {
      id: 'chatcmpl-stub',
      object: 'chat.completion',
      created: 1,
      model: 'stub-1',
      choices: [{ index: 0, message: { role: 'assistant', content: VENDOR_TEXT }, finish_reason: 'stop' }],
      usage,
    });
  },
  'carriage returns': (_, response) =>
    streamed(response, `: hello\r\n\r\n${(opening + text + finish + usageEvent + done).replaceAll('\n', '\r\n')}`),
  'no usage': (_, response) => streamed(response, opening + text + finish + done),
  'no done': (_, response) => streamed(response, opening + text + finish + usageEvent),
  /** The whole answer, then silence instead of the usage. */
  'stall after finish': (_, response) => bytes(stream(response), opening + text + finish),
  'no finish reason': (_, response) => streamed(response, opening + text),
  'half a stream': (_, response) => streamed(response, (opening + text).slice(0, -20)),
  'empty stream': (_, response) => void stream(response).end(),
  'empty body': (_, response) => json(response, 200, ''),
  html: (_, response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>'),
  'error at once': (_, response) =>
    streamed(response, event(failure('The engine is overloaded.', null, 'server_error'))),
  'error in the stream': (_, response) =>
    streamed(response, opening + text + event(failure('The engine is overloaded.', null, 'server_error'))),
  'rate limit in the stream': (_, response) =>
    streamed(response, event({ error: { message: 'Slow down.', code: 429 } })),
  'error event': (_, response) => streamed(response, `${opening}event: error\ndata: {}\n\n`),
  'malformed json': (_, response) => streamed(response, `${opening}data: {"choices": [\n\n`),
  'malformed answer': (_, response) => json(response, 200, '{"choices": ['),
  'wrong shape': (_, response) => json(response, 200, { hello: 'world' }),
  'invalid utf-8': async (_, response) => {
    stream(response).write(opening);
    response.end(Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0x20, 0xff, 0xfe, 0x0a, 0x0a]));
  },
  'big event': (_, response) =>
    void stream(response).end(event(chunk({ content: 'x'.repeat(5 * 1024 * 1024) })) + finish + done),
  /** Headers and the first words, then silence. */
  stall: (_, response) => bytes(stream(response), opening + text),
  'stall before the first word': (_, response) => bytes(stream(response), opening),
  /** Headers, then silence. */
  'silent stream': (_, response) => void stream(response),
  /** Not even headers. */
  silent: () => undefined,
  reset: async (_, response) => {
    await bytes(stream(response), opening + text);
    await delay(20);
    response.socket?.resetAndDestroy();
  },
  'reset at once': (_, response) => void response.socket?.resetAndDestroy(),
  'rate limit': (_, response) =>
    json(response, 429, failure('Slow down.', 'rate_limit_exceeded'), { 'retry-after-ms': '40', 'retry-after': '1' }),
  'long rate limit': (_, response) =>
    json(response, 429, failure('Slow down.', 'rate_limit_exceeded'), { 'retry-after': '3600' }),
  'no credit': (_, response) => json(response, 429, failure('You exceeded your current quota.', 'insufficient_quota')),
  'bad key': (_, response) => json(response, 401, failure('Incorrect API key provided: sk-1234.', 'invalid_api_key')),
  'bad request': (_, response) =>
    json(response, 400, failure("Unsupported value: 'temperature'.", 'unsupported_value')),
  'unknown model': (_, response) =>
    json(response, 404, failure('The model `stub-9` does not exist.', 'model_not_found')),
  overloaded: (_, response) => json(response, 503, failure('Overloaded.', null, 'server_error')),
} as const satisfies Record<string, Answer>;

export type VendorMode = keyof typeof vendorModes;
