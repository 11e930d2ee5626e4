import { setTimeout as delay } from 'node:timers/promises';
import type { VendorAnswer, VendorMode } from './vendor-modes.ts';
import { openSse, sendBytes, sendJson, sendSse, sseEvent, VENDOR_TEXT, vendorWords } from './vendor-wire.ts';

const named = (data: { readonly type: string; readonly [field: string]: unknown }): string => sseEvent(data, data.type);
const usage = { input_tokens: 8, cache_creation_input_tokens: 0, cache_read_input_tokens: 4, output_tokens: 1 };
const message = { id: 'msg_stub', type: 'message', role: 'assistant', model: 'stub-1' };

const start = (model = 'stub-1'): string =>
  named({ type: 'message_start', message: { ...message, model, content: [], stop_reason: null, usage } }) +
  named({ type: 'ping' });
const blockStart = (index: number, block: object): string =>
  named({ type: 'content_block_start', index, content_block: block });
const delta = (index: number, of: object): string => named({ type: 'content_block_delta', index, delta: of });
const stop = (index: number): string => named({ type: 'content_block_stop', index });
const end = (reason: string): string =>
  named({ type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 5 } });
const words = vendorWords.map((text) => delta(0, { type: 'text_delta', text })).join('');
const opening = start() + blockStart(0, { type: 'text', text: '' });
const done = named({ type: 'message_stop' });
const error = (type: string, text: string) => ({ type: 'error', error: { type, message: text } });

const THINKING =
  start() +
  blockStart(0, { type: 'thinking', thinking: '', signature: '' }) +
  delta(0, { type: 'thinking_delta', thinking: 'Which city?' }) +
  delta(0, { type: 'signature_delta', signature: 'c2lnbmVk' }) +
  stop(0) +
  blockStart(1, { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: {} }) +
  delta(1, { type: 'input_json_delta', partial_json: '{"city":' }) +
  delta(1, { type: 'input_json_delta', partial_json: '"Lisbon"}' }) +
  stop(1) +
  blockStart(2, { type: 'tool_use', id: 'toolu_2', name: 'get_time', input: {} }) +
  stop(2) +
  end('tool_use') +
  done;

/**
 * The ways of `vendorModes` in the events of Anthropic's Messages API, where they are told in these; the others (a page of
 * HTML, silence, a reset) are the same bytes for every protocol.
 */
export const messagesModes: Readonly<Partial<Record<VendorMode, VendorAnswer>>> = {
  ok: ({ body }, response) => {
    if (body['stream'] === true) return sendSse(response, opening + words + stop(0) + end('end_turn') + done);
    return sendJson(response, 200, {
      ...message,
      content: [{ type: 'text', text: VENDOR_TEXT }],
      stop_reason: 'end_turn',
      usage: { ...usage, output_tokens: 5 },
    });
  },
  'thinking and tools': ({ body }, response) => {
    if (body['stream'] === true) return sendSse(response, THINKING);
    return sendJson(response, 200, {
      ...message,
      content: [
        { type: 'thinking', thinking: 'Which city?', signature: 'c2lnbmVk' },
        { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Lisbon' } },
        { type: 'tool_use', id: 'toolu_2', name: 'get_time', input: {} },
      ],
      stop_reason: 'tool_use',
      usage: { ...usage, output_tokens: 5 },
    });
  },
  'carriage returns': (_, response) =>
    sendSse(
      response,
      `: hello\r\n\r\n${(opening + words + stop(0) + end('end_turn') + done).replaceAll('\n', '\r\n')}`,
    ),
  'no done': (_, response) => sendSse(response, opening + words + stop(0) + end('end_turn')),
  'stall after finish': (_, response) => sendBytes(openSse(response), opening + words + stop(0) + end('end_turn')),
  'no finish reason': (_, response) => sendSse(response, opening + words + stop(0) + done),
  'half a stream': (_, response) => sendSse(response, (opening + words).slice(0, -20)),
  'error at once': (_, response) => sendSse(response, named(error('api_error', 'It broke.'))),
  'error in the stream': (_, response) =>
    sendSse(response, opening + words + named(error('overloaded_error', 'Overloaded'))),
  'rate limit in the stream': (_, response) => sendSse(response, named(error('rate_limit_error', 'Slow down.'))),
  'error event': (_, response) => sendSse(response, `${opening}event: error\ndata: {}\n\n`),
  'malformed json': (_, response) => sendSse(response, `${opening}data: {"type": [\n\n`),
  'wrong shape': ({ body }, response) =>
    body['stream'] === true
      ? sendSse(response, named({ type: 'content_block_delta', index: 'first' }))
      : sendJson(response, 200, { hello: 'world' }),
  'malformed answer': (_, response) => sendJson(response, 200, '{"content": ['),
  'big event': (_, response) =>
    void openSse(response).end(opening + delta(0, { type: 'text_delta', text: 'x'.repeat(5 * 1024 * 1024) })),
  stall: (_, response) => sendBytes(openSse(response), opening + words),
  'stall before the first word': (_, response) => sendBytes(openSse(response), opening),
  reset: async (_, response) => {
    await sendBytes(openSse(response), opening + words);
    await delay(20);
    response.socket?.resetAndDestroy();
  },
  'rate limit': (_, response) =>
    sendJson(response, 429, error('rate_limit_error', 'Slow down.'), { 'retry-after': '0' }),
  'bad key': (_, response) => sendJson(response, 401, error('authentication_error', 'invalid x-api-key sk-ant-1234')),
  'bad request': (_, response) => sendJson(response, 400, error('invalid_request_error', 'max_tokens: too large')),
  'no credit': (_, response) =>
    sendJson(response, 400, error('invalid_request_error', 'Your credit balance is too low to access the API.')),
  'too long': (_, response) =>
    sendJson(response, 400, error('invalid_request_error', 'prompt is too long: 12 tokens > 8 maximum')),
  'unknown model': (_, response) => sendJson(response, 404, error('not_found_error', 'model: stub-9')),
  'another model': (_, response) =>
    sendSse(response, start('stub-1-mini') + blockStart(0, { type: 'text', text: '' }) + words + end('end_turn')),
  overloaded: (_, response) => sendJson(response, 529, error('overloaded_error', 'Overloaded')),
};
