import { SafeFetch } from '@aether/common/security';
import { systemClock } from '@aether/common/service';
import { startVendorServer, VENDOR_TEXT, type VendorMode, type VendorServer } from '@aether/test-support';
import type OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AnthropicAdapter } from '../src/providers/anthropic/anthropic-adapter.ts';
import type { ProviderTimeouts } from '../src/providers/watchdog.ts';
import { chatRequestSchema } from '../src/wire/chat-request.ts';
import { collect, startTestGateway, type TestGateway } from './llm-test-gateway.ts';

const PATIENT: ProviderTimeouts = { firstByteMs: 10_000, idleMs: 10_000, totalMs: 30_000 };
const HASTY: ProviderTimeouts = { firstByteMs: 3000, idleMs: 1000, totalMs: 30_000 };
let vendor: VendorServer;
let network: SafeFetch;
let gateway: TestGateway;
let client: OpenAI;

beforeAll(async () => {
  vendor = await startVendorServer();
  network = new SafeFetch({ allowedOrigins: [vendor.baseUrl] });
  gateway = await startTestGateway({
    environment: {
      AETHER_MODEL_PROVIDERS: JSON.stringify([
        { slug: 'claude', baseUrl: vendor.baseUrl, apiKey: 'sk-ant-test', preset: 'anthropic' },
      ]),
    },
  });
  client = gateway.client();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
});

const adapter = (timeouts = PATIENT): AnthropicAdapter =>
  new AnthropicAdapter({
    slug: 'claude',
    baseUrl: vendor.baseUrl,
    apiKey: async () => 'sk-ant-test',
    send: network.send,
    timeouts,
    limits: { eventBytes: 1024 * 1024, totalBytes: 8 * 1024 * 1024 },
    clock: systemClock,
  });

async function read(mode: VendorMode): Promise<{ text: string; error: unknown }> {
  vendor.answer(mode);
  let text = '';
  const hasty = /^sil|^stall/.test(mode);
  const request = { model: 'stub-1', messages: [{ role: 'user' as const, content: 'Hello' }] };
  try {
    for await (const chunk of adapter(hasty ? HASTY : PATIENT).stream(request, new AbortController().signal))
      text += chunk.choices[0]?.delta.content ?? '';
    return { text, error: null };
  } catch (error) {
    return { text, error };
  }
}

/** What the vendor gets for a request of an OpenAI client. */
async function sent(changes: Readonly<Record<string, unknown>>) {
  const body = chatRequestSchema.parse({
    model: 'stub-1',
    messages: [{ role: 'user', content: 'Hello' }],
    ...changes,
  });
  const ignored = adapter().ignoredFields(body);
  await adapter()
    .complete(body, new AbortController().signal)
    .catch((error: unknown) => {
      // Names of real models are told back as the stub's own.
      if (!(error instanceof Error && 'code' in error && error.code === 'MODEL_SUBSTITUTED')) throw error;
    });
  return { body: vendor.requests.at(-1)?.body ?? {}, ignored };
}

describe('a streamed message', () => {
  test.each(['ok', 'no done', 'carriage returns', 'stall after finish'] as const)('is whole: %s', async (mode) => {
    expect(await read(mode)).toEqual({ text: VENDOR_TEXT, error: null });
  });

  test.each([
    ['silent', 'PROVIDER_FIRST_BYTE_TIMEOUT', true],
    ['silent stream', 'PROVIDER_FIRST_BYTE_TIMEOUT', true],
    ['stall', 'PROVIDER_IDLE_TIMEOUT', true],
    ['no finish reason', 'STREAM_TRUNCATED', true],
    ['half a stream', 'STREAM_TRUNCATED', true],
    ['html', 'PROVIDER_NOT_JSON', true],
    ['empty body', 'PROVIDER_NOT_JSON', true],
    ['empty stream', 'PROVIDER_EMPTY', true],
    ['error at once', 'PROVIDER_UNAVAILABLE', true],
    ['error in the stream', 'PROVIDER_UNAVAILABLE', true],
    ['error event', 'PROVIDER_STREAM_ERROR', true],
    ['rate limit in the stream', 'PROVIDER_RATE_LIMITED', true],
    ['malformed json', 'PROVIDER_INVALID', true],
    ['wrong shape', 'PROVIDER_INVALID', true],
    ['invalid utf-8', 'PROVIDER_INVALID', true],
    ['big event', 'PROVIDER_INVALID', true],
    ['reset', 'STREAM_TRUNCATED', true],
    ['reset at once', 'PROVIDER_UNAVAILABLE', true],
    ['rate limit', 'PROVIDER_RATE_LIMITED', true],
    ['overloaded', 'PROVIDER_UNAVAILABLE', true],
    ['no credit', 'PROVIDER_REFUSED', false],
    ['bad key', 'PROVIDER_UNAUTHORIZED', false],
    ['bad request', 'PROVIDER_REFUSED', false],
    ['too long', 'PROMPT_TOO_LARGE', false],
    ['unknown model', 'MODEL_NOT_FOUND', false],
    ['another model', 'MODEL_SUBSTITUTED', true],
  ] as const)('fails with its own code: %s → %s', async (mode, code, retryable) => {
    const { error } = await read(mode);
    expect(error).toMatchObject({ code, retryable });
    expect(String(error)).not.toContain('sk-ant');
  });
});

describe('an OpenAI client', () => {
  const tools: OpenAI.ChatCompletionFunctionTool[] = [
    { type: 'function', function: { name: 'get_weather', parameters: { type: 'object' } } },
  ];
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'The weather in Lisbon?' }];

  test('gets the answer, with what was read from the cache counted as part of the prompt', async () => {
    const answer = await client.chat.completions.create({ model: 'claude/stub-1', messages });
    expect(answer).toMatchObject({
      model: 'claude/stub-1',
      choices: [{ message: { content: VENDOR_TEXT }, finish_reason: 'stop' }],
      usage: {
        prompt_tokens: 12,
        completion_tokens: 5,
        total_tokens: 17,
        prompt_tokens_details: { cached_tokens: 4 },
      },
    });
    expect(vendor.requests.at(-1)).toMatchObject({
      path: '/v1/messages',
      headers: { 'x-api-key': 'sk-ant-test', 'anthropic-version': '2023-06-01' },
    });
  });

  test('gets tool calls in the stream as its SDK joins them, the one without arguments too', async () => {
    vendor.answer('thinking and tools');
    const completion = await client.chat.completions
      .stream({ model: 'claude/stub-1', messages, tools })
      .finalChatCompletion();
    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        tool_calls: [
          { id: 'toolu_1', function: { name: 'get_weather', arguments: '{"city":"Lisbon"}' } },
          { id: 'toolu_2', function: { name: 'get_time', arguments: '{}' } },
        ],
      },
    });
  });

  test('gets the signed thinking and can hand it back', async () => {
    vendor.answer('thinking and tools');
    const chunks = await collect(
      await client.chat.completions.create({ model: 'claude/stub-1', messages, tools, stream: true }),
    );
    const deltas = chunks.map((chunk) => chunk.choices[0]?.delta);
    expect(deltas).toContainEqual(expect.objectContaining({ reasoning_content: 'Which city?' }));
    const thinking_blocks = [{ type: 'thinking', thinking: 'Which city?', signature: 'c2lnbmVk' }];
    expect(deltas).toContainEqual(expect.objectContaining({ thinking_blocks }));
    const call = { id: 'toolu_1', type: 'function' as const, function: { name: 'get_weather', arguments: '{}' } };
    const { body } = await sent({
      reasoning_effort: 'low',
      messages: [
        ...messages,
        { role: 'assistant', content: null, tool_calls: [call], thinking_blocks } as OpenAI.ChatCompletionMessageParam,
        { role: 'tool', tool_call_id: 'toolu_1', content: '21 °C' },
      ],
      tools,
    });
    expect(body).toMatchObject({
      thinking: { type: 'enabled', budget_tokens: 2048 },
      messages: [
        { role: 'user' },
        { role: 'assistant', content: [thinking_blocks[0], { type: 'tool_use', id: 'toolu_1', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: '21 °C' }] },
      ],
    });
  });

  test('learns what the vendor does not get', async () => {
    const { response } = await client.chat.completions
      .create({ model: 'claude/stub-1', messages, seed: 7, temperature: 1.5, top_p: 0.5 })
      .withResponse();
    expect(response.headers.get('x-aether-ignored')).toBe('seed, temperature, top_p');
    expect(vendor.requests.at(-1)?.body).toMatchObject({ temperature: 1 });
    expect(vendor.requests.at(-1)?.body).not.toHaveProperty('seed');
  });
});

describe('a request to Anthropic', () => {
  test('marks tools and instructions for the prompt cache, and the conversation from its second turn on', async () => {
    const system = { role: 'system' as const, content: 'Be brief.' };
    const once = await sent({ messages: [system, { role: 'user', content: 'Hello' }] });
    expect(once.body).toMatchObject({
      system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      max_tokens: 8192,
    });
    expect(JSON.stringify(once.body['messages'])).not.toContain('cache_control');
    const again = await sent({
      messages: [
        system,
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Hi' },
        { role: 'user', content: 'And now?' },
      ],
    });
    expect(JSON.stringify(again.body['messages']).match(/cache_control/g)).toHaveLength(1);
  });

  test('does not think when a tool call of the conversation lacks its signed thinking, and says so', async () => {
    const { body, ignored } = await sent({
      reasoning_effort: 'high',
      messages: [
        { role: 'user', content: 'x' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'a', content: 'done' },
      ],
    });
    expect(body).not.toHaveProperty('thinking');
    expect(ignored).toEqual(['reasoning_effort']);
  });

  test('carries a schema as closed objects without limits, which only our own validation checks', async () => {
    const schema = {
      type: 'object',
      properties: { maximum: { type: 'integer', maximum: 5 }, tags: { type: 'array', items: { type: 'object' } } },
    };
    const { body } = await sent({
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema } },
    });
    expect(body).toMatchObject({
      output_config: {
        format: {
          type: 'json_schema',
          schema: {
            type: 'object',
            additionalProperties: false,
            properties: {
              maximum: { type: 'integer' },
              tags: { type: 'array', items: { type: 'object', additionalProperties: false } },
            },
          },
        },
      },
    });
    expect(JSON.stringify(body)).not.toContain('"maximum":5');
  });

  test.each([
    ['two choices', { n: 2 }, ['n']],
    [
      'a sound',
      { messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: {} }] }] },
      ['messages', '0', 'content', '0'],
    ],
    [
      'arguments of a tool call that are not JSON',
      {
        messages: [
          {
            role: 'assistant',
            tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: 'no' } }],
          },
        ],
      },
      ['messages', '0', 'tool_calls', '0', 'function', 'arguments'],
    ],
    [
      'arguments of a tool call that are nested without end',
      {
        messages: [
          {
            role: 'assistant',
            tool_calls: [
              {
                id: 'a',
                type: 'function',
                function: { name: 'f', arguments: `${'{"x":'.repeat(5_000)}1${'}'.repeat(5_000)}` },
              },
            ],
          },
        ],
      },
      ['messages', '0', 'tool_calls', '0', 'function', 'arguments'],
    ],
  ])('is refused before it is sent when it holds %s', async (_, changes, path) => {
    const before = vendor.requests.length;
    await expect(sent(changes)).rejects.toMatchObject({ code: 'VALIDATION_FAILED', extensions: { path } });
    expect(vendor.requests.length).toBe(before);
  });
});
