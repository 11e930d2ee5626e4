import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { openSse, sendBytes, sendJson, sendSse, sseEvent, VENDOR_TEXT, vendorWords } from './vendor-wire.ts';

export interface VendorRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export type VendorAnswer = (request: VendorRequest, response: ServerResponse) => void | Promise<void>;

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
const opening = sseEvent(chunk({ role: 'assistant', content: '' }));
const text = vendorWords.map((content) => sseEvent(chunk({ content }))).join('');
const finish = sseEvent(chunk({}, 'stop'));
const usageEvent = sseEvent({ ...chunk({}), choices: [], usage });
const done = 'data: [DONE]\n\n';

const failure = (message: string, code: string | null, type = 'invalid_request_error') => ({
  error: { message, type, code, param: null },
});

/** Every way in which the vendor can answer. */
export const vendorModes = {
  ok: async ({ path, body }, response) => {
    if (path === '/v1/embeddings')
      return sendJson(response, 200, {
        object: 'list',
        model: 'stub-embed',
        data: [body['input']]
          .flat()
          .map((_, index) => ({ object: 'embedding', index, embedding: [index, 0.5, -0.25] }))
          .toReversed(),
        usage: { prompt_tokens: 3, total_tokens: 3 },
      });
    if (path === '/v1/images/generations')
      return sendJson(response, 200, {
        created: 1,
        data: [{ b64_json: 'aW1hZ2U=' }],
        usage: { input_tokens: 10, output_tokens: 100, total_tokens: 110 },
      });
    if (path === '/v1/audio/speech') return void response.writeHead(200, { 'content-type': 'audio/mpeg' }).end('sound');
    if (path === '/v1/audio/transcriptions') return sendJson(response, 200, { text: VENDOR_TEXT });
    if (body['stream'] === true) return sendSse(response, opening + text + finish + usageEvent + done);
    return sendJson(response, 200, {
      id: 'chatcmpl-stub',
      object: 'chat.completion',
      created: 1,
      model: 'stub-1',
      choices: [{ index: 0, message: { role: 'assistant', content: VENDOR_TEXT }, finish_reason: 'stop' }],
      usage,
    });
  },
  /** Only of the Messages API: see messages-modes.ts. */
  'thinking and tools': (_, response) => sendJson(response, 404, failure('Not found.', null)),
  'carriage returns': (_, response) =>
    sendSse(response, `: hello\r\n\r\n${(opening + text + finish + usageEvent + done).replaceAll('\n', '\r\n')}`),
  'no usage': (_, response) => sendSse(response, opening + text + finish + done),
  'no done': (_, response) => sendSse(response, opening + text + finish + usageEvent),
  /** The whole answer, then silence instead of the usage. */
  'stall after finish': (_, response) => sendBytes(openSse(response), opening + text + finish),
  'no finish reason': (_, response) => sendSse(response, opening + text),
  'half a stream': (_, response) => sendSse(response, (opening + text).slice(0, -20)),
  'empty stream': (_, response) => void openSse(response).end(),
  'empty body': (_, response) => sendJson(response, 200, ''),
  html: (_, response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>'),
  'error at once': (_, response) =>
    sendSse(response, sseEvent(failure('The engine is overloaded.', null, 'server_error'))),
  'error in the stream': (_, response) =>
    sendSse(response, opening + text + sseEvent(failure('The engine is overloaded.', null, 'server_error'))),
  'rate limit in the stream': (_, response) =>
    sendSse(response, sseEvent({ error: { message: 'Slow down.', code: 429 } })),
  'error event': (_, response) => sendSse(response, `${opening}event: error\ndata: {}\n\n`),
  'malformed json': (_, response) => sendSse(response, `${opening}data: {"choices": [\n\n`),
  'malformed answer': (_, response) => sendJson(response, 200, '{"choices": ['),
  'wrong shape': (_, response) => sendJson(response, 200, { hello: 'world' }),
  'invalid utf-8': async (_, response) => {
    openSse(response).write(opening);
    response.end(Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0x20, 0xff, 0xfe, 0x0a, 0x0a]));
  },
  'big event': (_, response) =>
    void openSse(response).end(sseEvent(chunk({ content: 'x'.repeat(5 * 1024 * 1024) })) + finish + done),
  /** Headers and the first words, then silence. */
  stall: (_, response) => sendBytes(openSse(response), opening + text),
  'stall before the first word': (_, response) => sendBytes(openSse(response), opening),
  /** Headers, then silence. */
  'silent stream': (_, response) => void openSse(response),
  /** Not even headers. */
  silent: () => undefined,
  reset: async (_, response) => {
    await sendBytes(openSse(response), opening + text);
    await delay(20);
    response.socket?.resetAndDestroy();
  },
  'reset at once': (_, response) => void response.socket?.resetAndDestroy(),
  'rate limit': (_, response) =>
    sendJson(response, 429, failure('Slow down.', 'rate_limit_exceeded'), {
      'retry-after-ms': '40',
      'retry-after': '1',
    }),
  'long rate limit': (_, response) =>
    sendJson(response, 429, failure('Slow down.', 'rate_limit_exceeded'), { 'retry-after': '3600' }),
  'no credit': (_, response) =>
    sendJson(response, 429, failure('You exceeded your current quota.', 'insufficient_quota')),
  'bad key': (_, response) =>
    sendJson(response, 401, failure('Incorrect API key provided: sk-1234.', 'invalid_api_key')),
  'bad request': (_, response) =>
    sendJson(response, 400, failure("Unsupported value: 'temperature'.", 'unsupported_value')),
  'unknown model': (_, response) =>
    sendJson(response, 404, failure('The model `stub-9` does not exist.', 'model_not_found')),
  'too long': (_, response) =>
    sendJson(
      response,
      400,
      failure("This model's maximum context length is 8 tokens. Your messages have 12.", 'context_length_exceeded'),
    ),
  'another model': ({ body }, response) => {
    const other = (of: object): object => ({ ...of, model: 'stub-1-mini' });
    if (body['stream'] === true)
      return sendSse(
        response,
        sseEvent(other(chunk({ content: VENDOR_TEXT }))) + sseEvent(other(chunk({}, 'stop'))) + done,
      );
    return sendJson(response, 200, {
      ...other(chunk({})),
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content: VENDOR_TEXT }, finish_reason: 'stop' }],
      usage,
    });
  },
  'server error': (_, response) => sendJson(response, 500, failure('It broke.', null, 'server_error')),
  overloaded: (_, response) => sendJson(response, 503, failure('Overloaded.', null, 'server_error')),
} as const satisfies Record<string, VendorAnswer>;

export type VendorMode = keyof typeof vendorModes;
