import { testViewer } from '@aether/test-support';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './llm-test-gateway.ts';

let gateway: TestGateway;
let client: OpenAI;

beforeAll(async () => {
  gateway = await startTestGateway();
  client = gateway.client();
});
afterAll(() => gateway[Symbol.asyncDispose]());

const ask = (content: string): OpenAI.ChatCompletionMessageParam[] => [{ role: 'user', content }];

/** Stands for an object of so many levels: JSON.stringify itself would not survive it. */
const nested = (levels: number) => ({ $levels: levels });
const schemaOf = (schema: object) => ({ type: 'json_schema', json_schema: { name: 'x', schema } });
const toolOf = (parameters: object) => ({ type: 'function', function: { name: 'x', parameters } });

function jsonOf(body: object): string {
  return JSON.stringify(body).replaceAll(
    /\{"\$levels":(\d+)\}/gu,
    (_, levels: string) => '{"x":'.repeat(Number(levels)) + '1' + '}'.repeat(Number(levels)),
  );
}

describe('bad input gets', () => {
  test('an unknown model: MODEL_NOT_FOUND with the nearest name', async () => {
    const call = client.chat.completions.create({ model: 'builtin/extrakt', messages: ask('Hello') });
    await expect(call).rejects.toThrow(OpenAI.NotFoundError);
    await expect(call).rejects.toMatchObject({
      status: 404,
      code: 'MODEL_NOT_FOUND',
      param: 'model',
      type: 'invalid_request_error',
      message: expect.stringContaining('Did you mean "builtin/extract"?'),
    });
  });

  test('a prompt of 1 MB: refused before any model sees it', async () => {
    const call = client.chat.completions.create({ model: 'builtin/extract', messages: ask('long '.repeat(200_000)) });
    await expect(call).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      code: 'context_length_exceeded',
      param: 'messages',
      error: { aether_code: 'PROMPT_TOO_LARGE' },
      message: expect.stringContaining('32000'),
    });
    await expect(call).rejects.toThrow(OpenAI.BadRequestError);
    await expect(
      client.responses.create({ model: 'builtin/extract', input: 'long '.repeat(200_000) }),
    ).rejects.toMatchObject({ status: 400, code: 'context_length_exceeded', param: 'input' });
  });

  test('a body over the limit: BODY_TOO_LARGE', async () => {
    const call = client.chat.completions.create({
      model: 'builtin/extract',
      messages: ask('x'.repeat(9 * 1024 * 1024)),
    });
    await expect(call).rejects.toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
  });

  test.each([
    ['no messages', { model: 'builtin/extract', messages: [] }, 'messages'],
    [
      'a role that does not exist',
      { model: 'builtin/extract', messages: [{ role: 'wizard', content: 'x' }] },
      'messages.0.role',
    ],
    ['no model', { messages: [{ role: 'user', content: 'x' }] }, 'model'],
    [
      'a schema that is none',
      {
        model: 'builtin/extract',
        messages: [{ role: 'user', content: 'x' }],
        response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'nonsense' } } },
      },
      'response_format.json_schema.schema',
    ],
  ])('%s: VALIDATION_FAILED with the field', async (_, body, param) => {
    const response = await fetch(`${gateway.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: gateway.headers(),
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: 'VALIDATION_FAILED', type: 'invalid_request_error', param },
    });
  });

  test.each([
    ['chat/completions', { temperature: 'hot' }],
    ['chat/completions', { stop: 5 }],
    ['chat/completions', { logprobs: 'yes' }],
    ['chat/completions', { seed: 1.5 }],
    ['chat/completions', { n: 2 }],
    ['chat/completions', { n: 2, stream: true }],
    ['responses', { temperature: 'hot' }],
    ['responses', { parallel_tool_calls: 'no' }],
  ])('to %s a field of another type, or more than one choice: VALIDATION_FAILED: %j', async (path, field) => {
    const response = await fetch(`${gateway.origin}/v1/${path}`, {
      method: 'POST',
      headers: gateway.headers(),
      body: JSON.stringify({ model: 'builtin/extract', messages: ask('x'), input: 'x', ...field }),
    });
    const [param] = Object.keys(field);
    expect([response.status, await response.json()]).toMatchObject([400, { error: { param } }]);
  });

  test('a tool whose name no vendor takes, over responses: VALIDATION_FAILED', async () => {
    const tools = [{ type: 'function' as const, name: 'not a name', parameters: {}, strict: false }];
    await expect(client.responses.create({ model: 'builtin/extract', input: 'x', tools })).rejects.toMatchObject({
      status: 400,
      code: 'VALIDATION_FAILED',
      param: 'tools.0.function.name',
    });
  });

  test('fields that the built-in model has no use for: an answer that names them', async () => {
    const asked = { model: 'builtin/extract', messages: ask('x'), temperature: 0.2, stop: 'x', logprobs: false };
    const { response } = await client.chat.completions.create(asked).withResponse();
    expect(response.headers.get('x-aether-ignored')).toBe('temperature, stop');
    const streamed = await client.chat.completions.create({ ...asked, stream: true }).withResponse();
    expect(streamed.response.headers.get('x-aether-ignored')).toBe('temperature, stop');
    streamed.data.controller.abort();
  });

  test('text that is not JSON, and bytes that are not UTF-8', async () => {
    const post = (body: string | Buffer) =>
      fetch(`${gateway.origin}/v1/chat/completions`, { method: 'POST', headers: gateway.headers(), body }).then(
        (response) => response.json(),
      );
    expect(await post('hello')).toMatchObject({
      error: { code: 'VALIDATION_FAILED', message: expect.stringContaining('expected JSON') },
    });
    expect(await post(Buffer.from([0x7b, 0xff]))).toMatchObject({
      error: { code: 'VALIDATION_FAILED', message: expect.stringContaining('UTF-8') },
    });
  });

  test.each([
    ['chat/completions', { messages: ask('x'), response_format: schemaOf(nested(3_000)) }],
    ['chat/completions', { messages: ask('x'), tools: [toolOf(nested(100_000))] }],
    ['chat/completions', { messages: ask('x'), unknown: nested(3_000) }],
    ['responses', { input: 'x', text: { format: { type: 'json_schema', name: 'x', schema: nested(3_000) } } }],
    ['embeddings', { input: nested(3_000) }],
    ['routing/decision', { messages: ask('x'), metadata: nested(3_000) }],
    ['images/generations', { prompt: 'x', style: nested(3_000) }],
  ])('to %s JSON that is nested without end: VALIDATION_FAILED', async (path, body) => {
    const response = await fetch(`${gateway.origin}/v1/${path}`, {
      method: 'POST',
      headers: gateway.headers(),
      body: jsonOf({ model: 'builtin/extract', ...body }),
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { code: 'VALIDATION_FAILED', param: 'body', message: expect.stringContaining('256 levels') } },
    ]);
  });

  test('a schema deeper than people write them: an answer', async () => {
    const response = await fetch(`${gateway.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: gateway.headers(),
      body: jsonOf({ model: 'builtin/extract', messages: ask('Hello'), tools: [toolOf(nested(200))] }),
    });
    expect([response.status, await response.json()]).toMatchObject([200, { object: 'chat.completion' }]);
  });

  test('chat with a model for embeddings, and the reverse: MODEL_INCAPABLE', async () => {
    await expect(
      client.chat.completions.create({ model: 'builtin/embed', messages: ask('Hello') }),
    ).rejects.toMatchObject({ code: 'MODEL_INCAPABLE' });
    await expect(client.embeddings.create({ model: 'builtin/extract', input: 'Hello' })).rejects.toMatchObject({
      code: 'MODEL_INCAPABLE',
    });
  });

  test('a text to embed that is empty or too long', async () => {
    await expect(client.embeddings.create({ model: 'builtin/embed', input: '' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      param: 'input',
    });
    await expect(
      client.embeddings.create({ model: 'builtin/embed', input: 'word '.repeat(3000) }),
    ).rejects.toMatchObject({ status: 400, code: 'context_length_exceeded', param: 'input' });
  });

  test('tokens to embed for a model without a tokenizer: what to send instead', async () => {
    for (const input of [[1, 2], [[1, 2], [3]], [Array.from({ length: 4000 }, () => 1)]])
      await expect(client.embeddings.create({ model: 'builtin/embed', input })).rejects.toMatchObject({
        status: 400,
        code: 'VALIDATION_FAILED',
        param: 'input',
        message: expect.stringMatching(/expected texts.*check_embedding_ctx_length=False/s),
      });
  });

  test.each([
    ['half a token', [1.5]],
    ['a token below zero', [[-1]]],
    ['no tokens', [[1], []]],
    ['tokens and texts', [[1], 'text']],
    ['too many texts', Array.from({ length: 2049 }, () => 'text')],
    ['too many tokens of one text', Array.from({ length: 131_073 }, () => 1)],
    ['too many tokens', Array.from({ length: 4 }, () => Array.from({ length: 100_000 }, () => 1))],
  ])('to embed %s: VALIDATION_FAILED with the place', async (_, input) => {
    const response = await fetch(`${gateway.origin}/v1/embeddings`, {
      method: 'POST',
      headers: gateway.headers(),
      body: JSON.stringify({ model: 'builtin/embed', input }),
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { code: 'VALIDATION_FAILED', param: expect.stringMatching(/^input/) } },
    ]);
  });

  test('nobody: UNAUTHENTICATED; a person without the permission: FORBIDDEN', async () => {
    const anonymous = await fetch(`${gateway.origin}/v1/models`, { headers: gateway.headers(null) });
    expect(anonymous.status).toBe(401);
    await expect(gateway.client(testViewer({ roleKey: 'viewer' })).models.list()).rejects.toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
      message: expect.stringContaining('model:use'),
    });
  });

  test('a key without the scope: FORBIDDEN that blames the key and not the role of its owner', async () => {
    const owner = testViewer({ roleKey: 'owner' });
    const viewer = { ...owner, scopes: ['agent:run'], permissions: ['agent:run'] };
    await expect(gateway.client(viewer).models.list()).rejects.toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
      message: expect.stringMatching(/"model:use", which is not among the scopes of your API key/),
    });
  });

  test('a service on behalf of nobody sees the models of the platform', async () => {
    const response = await fetch(`${gateway.origin}/v1/models`, { headers: gateway.headers(null, 'memory') });
    expect(await response.json()).toMatchObject({ data: [{ id: 'builtin/extract' }, { id: 'builtin/embed' }] });
  });
});
