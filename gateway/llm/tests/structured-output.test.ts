import { startVendorServer, type VendorServer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  structuredChunk,
  structuredCompletion,
  structuredRequest,
  structuredWay,
} from '../src/routing/structured-way.ts';
import { chatRequestSchema } from '../src/wire/chat-request.ts';
import { startTestGateway, type TestGateway } from './llm-test-gateway.ts';

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const response_format = { type: 'json_schema' as const, json_schema: { name: 'the city', schema } };
const request = chatRequestSchema.parse({ model: 'm', messages: [{ role: 'user', content: 'x' }], response_format });
const tools = [{ type: 'function' as const, function: { name: 'f' } }];

describe('an answer by a schema', () => {
  test.each([
    ['native', ['CHAT', 'JSON_SCHEMA', 'TOOLS'], request],
    ['tool', ['CHAT', 'TOOLS'], request],
    ['prompt', ['CHAT'], request],
    ['prompt', ['CHAT', 'TOOLS'], { ...request, tools }],
    [null, ['CHAT'], { ...request, response_format: undefined }],
  ] as const)('comes in the way %s from a model that can %j', (way, capabilities, asked) => {
    expect(structuredWay({ capabilities }, asked)).toBe(way);
  });

  test('comes as a forced tool call, told as text again, in pieces too', () => {
    expect(structuredRequest(request, 'tool')).toMatchObject({
      tools: [{ function: { name: 'the_city', parameters: schema } }],
      tool_choice: { type: 'function', function: { name: 'the_city' } },
    });
    const call = { id: 'a', type: 'function', function: { name: 'the_city', arguments: '{"city":"Lisbon"}' } };
    const completion = {
      choices: [
        { index: 0, message: { role: 'assistant', content: null, tool_calls: [call] }, finish_reason: 'tool_calls' },
      ],
    };
    expect(structuredCompletion(completion, 'tool').choices[0]).toEqual({
      index: 0,
      message: { role: 'assistant', content: '{"city":"Lisbon"}' },
      finish_reason: 'stop',
    });
    const chunk = {
      choices: [
        { index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: '{"ci' } }] }, finish_reason: null },
      ],
    };
    expect(structuredChunk(chunk, 'tool').choices[0]?.delta).toEqual({ content: '{"ci' });
  });

  test('is asked for in words, and read out of a code fence', () => {
    expect(structuredRequest(request, 'prompt').messages.at(-1)?.content).toContain('"required":["city"]');
    const completion = {
      choices: [{ index: 0, message: { role: 'assistant', content: '```json\n{}\n```' }, finish_reason: 'stop' }],
    };
    expect(structuredCompletion(completion, 'prompt').choices[0]?.message.content).toBe('{}');
  });
});

describe('an answer that does not fit its schema', () => {
  let vendor: VendorServer;
  let gateway: TestGateway;
  beforeAll(async () => {
    vendor = await startVendorServer();
    const providers = [{ slug: 'stub', baseUrl: vendor.baseUrl }];
    gateway = await startTestGateway({ environment: { AETHER_MODEL_PROVIDERS: JSON.stringify(providers) } });
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    await vendor[Symbol.asyncDispose]();
  });

  test('is asked for again, then refused: no vendor is believed', async () => {
    const chats = () => vendor.requests.filter(({ path }) => path === '/v1/chat/completions').length;
    const before = chats();
    await expect(
      gateway.client().chat.completions.create({
        model: 'stub/stub-1',
        messages: [{ role: 'user', content: 'Where?' }],
        response_format,
      }),
    ).rejects.toMatchObject({ status: 502, code: 'OUTPUT_INVALID', message: expect.stringContaining('no JSON') });
    expect(chats() - before).toBe(3);
  });
});
