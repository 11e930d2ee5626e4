import { ValidationError } from '@aether/common/service';
import { PROVIDER_PRESETS } from '@aether/schema';
import { describe, expect, test } from 'vitest';
import { adaptRequest } from '../src/providers/adapt-request.ts';
import { describeModel } from '../src/providers/describe-model.ts';
import { isSameModel } from '../src/providers/is-same-model.ts';
import { presetOf } from '../src/providers/preset-of.ts';
import { quirksOf } from '../src/providers/provider-quirks.ts';
import { tasModels } from '../src/providers/tas-capabilities.ts';
import { ToolCallIndexes } from '../src/providers/tool-call-indexes.ts';
import { chatRequestSchema } from '../src/wire/chat-request.ts';

const request = (changes: object) =>
  chatRequestSchema.parse({ model: 'm', messages: [{ role: 'user', name: 'jo', content: 'x' }], ...changes });

describe('a request is adapted to its vendor:', () => {
  test('a reasoning model of OpenAI gets no sampling parameters, and the newer name of the limit', () => {
    const { body, ignored } = adaptRequest(
      request({ model: 'gpt-5-mini', temperature: 0.2, max_tokens: 100 }),
      quirksOf('openai'),
    );
    expect(ignored).toEqual(['temperature']);
    expect(body).toMatchObject({ max_completion_tokens: 100, max_tokens: undefined });
    expect(body).not.toHaveProperty('temperature');
    expect(adaptRequest(request({ model: 'gpt-4o', temperature: 0.2 }), quirksOf('openai')).body).toMatchObject({
      temperature: 0.2,
    });
  });

  test('Groq gets no names and no log probabilities, and makes one choice', () => {
    const { body, ignored } = adaptRequest(request({ logprobs: true, n: 1 }), quirksOf('groq'));
    expect(ignored).toEqual(['logprobs', 'messages.name']);
    expect(body.messages).toEqual([{ role: 'user', content: 'x' }]);
    expect(() => adaptRequest(request({ n: 2 }), quirksOf('groq'))).toThrow(ValidationError);
  });

  test('TAS LLM Router gets a list of stops and the older name of the limit', () => {
    const { body } = adaptRequest(request({ stop: 'END', max_completion_tokens: 5 }), quirksOf('tas-llm-router'));
    expect(body).toMatchObject({ stop: ['END'], max_tokens: 5, max_completion_tokens: undefined });
  });

  test('a server without a preset gets it as it is', () => {
    const asked = request({ temperature: 2, logit_bias: {}, max_tokens: 1 });
    expect(adaptRequest(asked, quirksOf(null))).toEqual({ body: asked, ignored: [] });
  });
});

test.each([
  ['gpt-4o-mini', 'gpt-4o-mini-2024-07-18', true],
  ['gpt-4o', 'gpt-4o-mini', false],
  ['gpt-4', 'gpt-4-0613', true],
  ['gpt-4', 'gpt-4-turbo', false],
  ['claude-sonnet-4-5', 'claude-sonnet-4-5-20250929', true],
  ['claude-sonnet-4-5', 'claude-sonnet-4-6', false],
  ['anthropic/claude-sonnet-4.5', 'anthropic/claude-4.5-sonnet-20250929', true],
  ['mistral-small-latest', 'mistral-small-2506', true],
  ['models/gemini-2.5-pro', 'gemini-2.5-pro-preview-05-06', true],
  ['llama3:latest', 'llama3', true],
  ['openrouter/auto', 'anything/at-all', true],
])('asked for %s, answered by %s: the same is %s', (asked, answered, same) => {
  expect(isSameModel(asked, answered)).toBe(same);
});

describe('what a model can do', () => {
  test('is what OpenRouter says of it', () => {
    const entry = {
      id: 'x/y',
      context_length: 131_072,
      supported_parameters: ['tools', 'max_tokens'],
      architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
      top_provider: { max_completion_tokens: 4096 },
    };
    expect(describeModel('x/y', entry)).toEqual({
      name: 'x/y',
      capabilities: ['CHAT', 'TOOLS', 'VISION'],
      contextWindow: 131_072,
      maximumOutputTokens: 4096,
    });
  });

  test('is what Mistral flags', () => {
    const entry = {
      max_context_length: 32_768,
      capabilities: { completion_chat: true, function_calling: false, vision: true },
    };
    expect(describeModel('small', entry)).toMatchObject({ capabilities: ['CHAT', 'VISION'], contextWindow: 32_768 });
  });

  test.each([
    ['text-embedding-3-small', ['EMBEDDINGS']],
    ['whisper-1', ['TRANSCRIPTION']],
    ['tts-1-hd', ['SPEECH']],
    ['gpt-4o-mini-tts', ['SPEECH']],
    ['gpt-4o-transcribe', ['TRANSCRIPTION']],
    ['gpt-image-1', ['IMAGES']],
    ['gpt-3.5-turbo', ['CHAT', 'TOOLS']],
    ['claude-3-haiku-20240307', ['CHAT', 'TOOLS', 'VISION']],
    ['claude-sonnet-4-5', ['CHAT', 'TOOLS', 'JSON_SCHEMA', 'VISION', 'REASONING']],
  ])('is known by the family of its name: %s', (name, capabilities) => {
    expect(describeModel(name).capabilities).toEqual(capabilities);
  });

  test('is not what TAS LLM Router says of images and schemas, which it drops', () => {
    const model = { name: 'gpt-4o', max_context_window: 128_000, supports_functions: true, supports_vision: true };
    expect(tasModels({ capabilities: { openai: { supported_models: [model] } } } as never)).toEqual([
      { name: 'gpt-4o', capabilities: ['CHAT', 'TOOLS'], contextWindow: 128_000, maximumOutputTokens: null },
    ]);
  });
});

test('parts of tool calls without an index, or all with the same one, are told apart by their ids', () => {
  const part = (call: object) => ({ choices: [{ index: 0, delta: { tool_calls: [call] }, finish_reason: null }] });
  const indexesOf = (calls: readonly object[]) => {
    const indexes = new ToolCallIndexes();
    return calls.map((call) => indexes.apply(part(call) as never).choices[0]?.delta.tool_calls?.[0]?.index);
  };
  expect(indexesOf([{ id: 'a' }, { function: {} }, { id: 'b' }, { id: 'a' }])).toEqual([0, 0, 1, 0]);
  expect(indexesOf([{ index: 0, id: 'a' }, { index: 0, id: 'b' }, { index: 1 }])).toEqual([0, 1, 1]);
  expect(indexesOf([{ index: 1, id: 'b' }, { index: 0, id: 'a' }, { index: 1 }])).toEqual([1, 0, 1]);
});

test("a provider made without a preset is known by its vendor's own host only", () => {
  expect(presetOf(null, 'https://api.groq.com/openai/v1')).toBe('groq');
  expect(presetOf(null, 'https://acme.openai.azure.com/openai/v1')).toBe('azure');
  expect(presetOf(null, 'https://models.example/v1')).toBeNull();
  expect(presetOf('vllm', 'https://models.example/v1')).toBe('vllm');
  const own = PROVIDER_PRESETS.flatMap(({ key, baseUrl }) => (baseUrl === null ? [] : [{ key, baseUrl }]));
  expect(own.map(({ baseUrl }) => presetOf(null, baseUrl))).toEqual(own.map(({ key }) => key));
});
