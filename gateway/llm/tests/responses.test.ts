import { startVendorServer, VENDOR_TEXT, type VendorServer } from '@aether/test-support';
import type OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect, startTestGateway, type TestGateway } from './llm-test-gateway.ts';

let vendor: VendorServer;
let gateway: TestGateway;
let client: OpenAI;

beforeAll(async () => {
  vendor = await startVendorServer();
  gateway = await startTestGateway({
    environment: {
      AETHER_MODEL_PROVIDERS: JSON.stringify([
        { slug: 'stub', baseUrl: vendor.baseUrl },
        { slug: 'claude', baseUrl: vendor.baseUrl, preset: 'anthropic' },
      ]),
    },
  });
  client = gateway.client();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
});

describe('/v1/responses', () => {
  test('answers in one piece, with usage and price in the headers', async () => {
    const { data, response } = await client.responses
      .create({ model: 'stub/stub-1', instructions: 'Be brief.', input: 'Hello', max_output_tokens: 50 })
      .withResponse();
    expect(data).toMatchObject({
      object: 'response',
      status: 'completed',
      store: false,
      model: 'stub/stub-1',
      output_text: VENDOR_TEXT,
      usage: { input_tokens: 12, input_tokens_details: { cached_tokens: 4 }, output_tokens: 5, total_tokens: 17 },
    });
    expect(response.headers.get('x-aether-model')).toBe('stub/stub-1');
    expect(vendor.requests.at(-1)?.body).toMatchObject({
      max_completion_tokens: 50,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
      ],
    });
  });

  test('streams the events that the SDK assembles', async () => {
    const stream = client.responses.stream({ model: 'stub/stub-1', input: 'Hello' });
    const types: string[] = [];
    for await (const { type } of stream) if (types.at(-1) !== type) types.push(type);
    const final = await stream.finalResponse();
    expect(types).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(final).toMatchObject({ status: 'completed', output_text: VENDOR_TEXT, usage: { total_tokens: 17 } });
  });

  test.each([false, true])('tells the tool calls of another protocol as items; streamed: %s', async (streamed) => {
    vendor.answer('thinking and tools');
    const body = {
      model: 'claude/stub-1',
      input: 'The weather in Lisbon?',
      tools: [{ type: 'function' as const, name: 'get_weather', parameters: { type: 'object' }, strict: false }],
    };
    const { output } = streamed
      ? await client.responses.stream(body).finalResponse()
      : await client.responses.create(body);
    expect(output).toMatchObject([
      { type: 'function_call', call_id: 'toolu_1', name: 'get_weather', arguments: '{"city":"Lisbon"}' },
      { type: 'function_call', call_id: 'toolu_2', name: 'get_time', arguments: '{}' },
    ]);
  });

  test('takes the items of earlier turns back', async () => {
    await client.responses.create({
      model: 'stub/stub-1',
      input: [
        { role: 'user', content: [{ type: 'input_text', text: 'The weather?' }] },
        { type: 'reasoning', id: 'rs_1', summary: [] },
        { type: 'function_call', call_id: 'c1', name: 'get_weather', arguments: '{}' },
        { type: 'function_call', call_id: 'c2', name: 'get_time', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output: '21 °C' },
        { type: 'function_call_output', call_id: 'c2', output: 'noon' },
      ],
    });
    expect(vendor.requests.at(-1)?.body['messages']).toMatchObject([
      { role: 'user', content: [{ type: 'text', text: 'The weather?' }] },
      { role: 'assistant', tool_calls: [{ id: 'c1' }, { id: 'c2' }] },
      { role: 'tool', tool_call_id: 'c1', content: '21 °C' },
      { role: 'tool', tool_call_id: 'c2', content: 'noon' },
    ]);
  });

  test('that breaks after its first word ends with a failed response and its code', async () => {
    vendor.answer('reset');
    const events = await collect(await client.responses.create({ model: 'stub/stub-1', input: 'Hello', stream: true }));
    expect(events.at(-1)).toMatchObject({
      type: 'response.failed',
      response: { status: 'failed', error: { code: 'STREAM_TRUNCATED' } },
    });
  });

  test.each([
    ['an earlier answer by its id', { previous_response_id: 'resp_1' }, 'previous_response_id'],
    ['work in the background', { background: true }, 'background'],
    ['a tool that a vendor runs', { tools: [{ type: 'web_search' as const }] }, 'tools.0.type'],
    ['no question', { input: '' }, 'input'],
  ])('refuses %s, naming the field', async (_, changes, param) => {
    const before = vendor.requests.length;
    await expect(client.responses.create({ model: 'stub/stub-1', input: 'Hello', ...changes })).rejects.toMatchObject({
      status: 400,
      code: 'VALIDATION_FAILED',
      param,
    });
    expect(vendor.requests.length).toBe(before);
  });
});
