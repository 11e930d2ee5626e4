import { startVendorServer, VENDOR_TEXT, type VendorServer } from '@aether/test-support';
import type OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogModel, catalogOf, catalogProvider } from './catalog-of-test.ts';
import { startTestGateway, type TestGateway } from './llm-test-gateway.ts';

let vendor: VendorServer;
let gateway: TestGateway;
let client: OpenAI;

beforeAll(async () => {
  vendor = await startVendorServer();
  const priced = { inputPricePerMillion: 10_000_000_000, outputPricePerMillion: 40_000_000_000, unpriced: false };
  gateway = await startTestGateway({
    // Faults follow each other here: no breaker between them.
    config: { allowedOrigins: [new URL(vendor.baseUrl).origin], breaker: { failures: 100, halfOpenAfterMs: 1 } },
    operations: catalogOf(
      catalogProvider('acme', {
        baseUrl: vendor.baseUrl,
        models: [
          catalogModel('painter', { capabilities: ['IMAGES'], ...priced }),
          catalogModel('gpt-image-2', { capabilities: ['IMAGES'] }),
          catalogModel('voice', { capabilities: ['SPEECH'] }),
          catalogModel('ear', { capabilities: ['TRANSCRIPTION'] }),
          catalogModel('stub-1'),
        ],
      }),
    ),
  });
  client = gateway.client();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
});

describe('a model that declares it', () => {
  test('makes images, priced by the tokens that the vendor counts', async () => {
    const { data, response } = await client.images
      .generate({ model: 'acme/painter', prompt: 'A lighthouse' })
      .withResponse();
    expect(data.data).toEqual([{ b64_json: 'aW1hZ2U=' }]);
    expect(response.headers.get('x-aether-cost')).toBe(String(10 * 10_000 + 100 * 40_000));
    expect(vendor.requests.at(-1)).toMatchObject({ path: '/v1/images/generations', body: { model: 'painter' } });
  });

  test('is asked for bytes, where it may be', async () => {
    const asked = async (model: string) => {
      await client.images.generate({ model, prompt: 'A lighthouse', response_format: 'b64_json' });
      return vendor.requests.at(-1)?.body;
    };
    expect(await asked('acme/painter')).toMatchObject({ model: 'painter', response_format: 'b64_json' });
    expect(await asked('acme/gpt-image-2')).not.toHaveProperty('response_format');
  });

  test('speaks', async () => {
    const speech = await client.audio.speech.create({ model: 'acme/voice', voice: 'alloy', input: 'Good morning' });
    expect(speech.headers.get('content-type')).toBe('audio/mpeg');
    expect(speech.headers.get('x-aether-unpriced')).toBe('true');
    expect(await speech.text()).toBe('sound');
  });

  test('transcribes a sound file', async () => {
    const file = new File(['RIFF'], 'hello.wav', { type: 'audio/wav' });
    const { text } = await client.audio.transcriptions.create({ model: 'acme/ear', file, language: 'de' });
    expect(text).toBe(VENDOR_TEXT);
    const form = String(vendor.requests.at(-1)?.body['text']);
    expect(form).toMatch(/name="model"\r\n\r\near\r\n/);
    expect(form).toMatch(/name="language"\r\n\r\nde\r\n/);
    expect(form).toContain('filename="hello.wav"');
  });
});

describe('bad input gets', () => {
  test('a model without the capability: MODEL_INCAPABLE that names those which have it', async () => {
    await expect(client.images.generate({ model: 'acme/stub-1', prompt: 'x' })).rejects.toMatchObject({
      status: 400,
      code: 'MODEL_INCAPABLE',
      message: expect.stringContaining('acme/painter'),
    });
    await expect(
      client.audio.speech.create({ model: 'builtin/extract', voice: 'alloy', input: 'x' }),
    ).rejects.toMatchObject({ code: 'MODEL_INCAPABLE', message: expect.stringContaining('acme/voice') });
  });

  test.each([
    ['html', 'PROVIDER_NOT_JSON'],
    ['empty body', 'PROVIDER_EMPTY'],
    ['wrong shape', 'PROVIDER_INVALID'],
    ['bad key', 'PROVIDER_UNAUTHORIZED'],
  ] as const)('no image from the vendor: %s → %s', async (mode, code) => {
    vendor.answer(mode, mode, mode);
    await expect(client.images.generate({ model: 'acme/painter', prompt: 'x' })).rejects.toMatchObject({ code });
  });

  test('a form without a file, text in place of a form', async () => {
    const headers = gateway.headers();
    const form = new FormData();
    form.set('model', 'acme/ear');
    const post = async (body: FormData | string) =>
      (await fetch(`${gateway.origin}/v1/audio/transcriptions`, { method: 'POST', headers, body })).json();
    expect(await post(form)).toMatchObject({ error: { code: 'VALIDATION_FAILED', param: 'file' } });
    expect(await post('{}')).toMatchObject({ error: { code: 'VALIDATION_FAILED', param: 'body' } });
  });
});
