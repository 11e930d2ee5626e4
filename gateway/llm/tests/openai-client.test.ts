import type OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect, startTestGateway, type TestGateway } from './llm-test-gateway.ts';

let gateway: TestGateway;
let client: OpenAI;

beforeAll(async () => {
  gateway = await startTestGateway();
  client = gateway.client();
});
afterAll(() => gateway[Symbol.asyncDispose]());

const knowledge = `Answer from the passages only.

<passage number="1" title="Refunds &amp; returns">
Customers may return unused goods within 30 days of delivery. The refund is paid within 14 days &lt;by bank transfer&gt;.
</passage>

<passage number="2" title="Shipping">
Orders leave the warehouse on the same working day.
</passage>`;

const ask = (content: string): OpenAI.ChatCompletionMessageParam[] => [
  { role: 'system', content: knowledge },
  { role: 'user', content },
];

describe('an OpenAI client', () => {
  test('gets an answer with its citation, usage and price', async () => {
    const { data, response } = await client.chat.completions
      .create({ model: 'builtin/extract', messages: ask('How long can customers return unused goods?') })
      .withResponse();
    expect(data).toMatchObject({
      object: 'chat.completion',
      model: 'builtin/extract',
      choices: [
        {
          index: 0,
          finish_reason: 'stop',
          message: { role: 'assistant', content: 'Customers may return unused goods within 30 days of delivery. [1]' },
        },
      ],
    });
    expect(data.id).toMatch(/^chatcmpl-/);
    expect(data.usage?.prompt_tokens).toBeGreaterThan(20);
    expect(data.usage?.total_tokens).toBe((data.usage?.prompt_tokens ?? 0) + (data.usage?.completion_tokens ?? 0));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-aether-model': 'builtin/extract',
      'x-aether-provider': 'builtin',
      'x-aether-cost': '0',
      'x-aether-attempts': '1',
      'x-request-id': 'req_test',
    });
    expect(Number(response.headers.get('x-aether-overhead-ms'))).toBeGreaterThanOrEqual(0);
  });

  test('gets the same answer token by token, with usage and price in the last chunk', async () => {
    const stream = await client.chat.completions.create({
      model: 'builtin/extract',
      messages: ask('When is the refund paid?'),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
    expect(text).toBe('The refund is paid within 14 days <by bank transfer>. [1]');
    expect(chunks.length).toBeGreaterThan(8);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks.at(-1)).toMatchObject({
      object: 'chat.completion.chunk',
      choices: [],
      usage: { completion_tokens: expect.any(Number) },
      aether: { costNanoUsd: 0, unpriced: false, model: 'builtin/extract' },
    });
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
  });

  test('gets no usage chunk that it did not ask for', async () => {
    const stream = await client.chat.completions.create({
      model: 'builtin/extract',
      messages: ask('When is the refund paid?'),
      stream: true,
    });
    const chunks = await collect(stream);
    expect(chunks.every(({ choices }) => choices.length === 1)).toBe(true);
  });

  test('lists and retrieves models', async () => {
    const models = await collect(await client.models.list());
    expect(models.map(({ id }) => id)).toEqual(['builtin/extract', 'builtin/embed']);
    expect(await client.models.retrieve('builtin/extract')).toMatchObject({
      id: 'builtin/extract',
      object: 'model',
      owned_by: 'builtin',
    });
  });

  test('gets vectors as floats and as base64, the same ones', async () => {
    const input = ['How do I get my money back?', 'The cat sleeps'];
    const [floats, base64] = await Promise.all([
      client.embeddings.create({ model: 'builtin/embed', input, encoding_format: 'float' }),
      client.embeddings.create({ model: 'builtin/embed', input }),
    ]);
    expect(floats.data).toHaveLength(2);
    expect(floats.data[0]?.embedding).toHaveLength(512);
    expect(base64.data.map(({ embedding }) => embedding)).toEqual(floats.data.map(({ embedding }) => embedding));
    expect(floats.usage).toEqual({ prompt_tokens: 11, total_tokens: 11 });
  });

  test('runs a tool call and reads its result', async () => {
    const tools: OpenAI.ChatCompletionFunctionTool[] = [
      {
        type: 'function',
        function: {
          name: 'get_weather',
          description: 'Current weather in a city',
          parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        },
      },
    ];
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'What is the weather in Lisbon?' }];
    const first = await client.chat.completions.create({ model: 'builtin/extract', messages, tools });
    const message = first.choices[0]?.message;
    expect(first.choices[0]?.finish_reason).toBe('tool_calls');
    expect(message?.tool_calls).toMatchObject([
      { type: 'function', function: { name: 'get_weather', arguments: '{"city":"Lisbon"}' } },
    ]);
    if (message === undefined) throw new Error('no message');
    const second = await client.chat.completions.create({
      model: 'builtin/extract',
      tools,
      messages: [
        ...messages,
        message,
        { role: 'tool', tool_call_id: message.tool_calls?.[0]?.id ?? '', content: '21 °C, sunny' },
      ],
    });
    expect(second.choices[0]?.message.content).toBe('The tool "get_weather" answered:\n\n21 °C, sunny');
  });

  test('streams a tool call in the shape that the SDK assembles', async () => {
    const runner = client.chat.completions.stream({
      model: 'builtin/extract',
      messages: [{ role: 'user', content: 'Echo "hello world"' }],
      tools: [
        {
          type: 'function',
          function: {
            name: 'echo',
            description: 'Echoes the message',
            parameters: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
          },
        },
      ],
    });
    const completion = await runner.finalChatCompletion();
    expect(completion.choices[0]?.message.tool_calls).toMatchObject([
      { function: { name: 'echo', arguments: '{"message":"hello world"}' } },
    ]);
  });

  test('gets a document that fits its schema', async () => {
    const schema = {
      type: 'object',
      properties: {
        email: { type: 'string', format: 'email' },
        priority: { type: 'string', enum: ['low', 'high'] },
        phone: { type: ['string', 'null'] },
      },
      required: ['email', 'priority', 'phone'],
      additionalProperties: false,
    };
    const completion = await client.chat.completions.create({
      model: 'builtin/extract',
      messages: [{ role: 'user', content: 'Please write to jo@acme.example, this has high priority.' }],
      response_format: { type: 'json_schema', json_schema: { name: 'ticket', strict: true, schema } },
    });
    expect(JSON.parse(completion.choices[0]?.message.content ?? '')).toEqual({
      email: 'jo@acme.example',
      priority: 'high',
      phone: null,
    });
  });
});
