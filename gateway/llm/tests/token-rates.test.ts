import type { Viewer } from '@aether/common/security';
import { PNG, startVendorServer, testViewer, type VendorServer } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogModel, catalogOf, catalogProvider } from './catalog-of-test.ts';
import { startTestGateway, type TestGateway } from './llm-test-gateway.ts';

/** What the vendor tells of each chat, whatever was sent. */
const TOLD = { prompt: 12, answer: 5 };
const LIMIT = 10_000;
let vendor: VendorServer;
let gateway: TestGateway;

beforeAll(async () => {
  vendor = await startVendorServer();
  gateway = await startTestGateway({
    config: { allowedOrigins: [new URL(vendor.baseUrl).origin] },
    operations: catalogOf(
      catalogProvider('acme', {
        preset: 'azure',
        baseUrl: vendor.baseUrl,
        models: [
          catalogModel('eyes', { capabilities: ['CHAT', 'VISION'] }),
          catalogModel('rated', { tokensPerMinute: 1_000 }),
          catalogModel('vectors', { capabilities: ['EMBEDDINGS'] }),
          catalogModel('painter', { capabilities: ['IMAGES'] }),
        ],
      }),
    ),
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
});

const withKey = (id: string): Viewer => testViewer({ apiKey: { id, models: [], tools: [], tokensPerMinute: LIMIT } });
const picture = (detail?: string) => ({
  type: 'image_url',
  image_url: { url: `data:image/png;base64,${Buffer.from(PNG).toString('base64')}`, ...(detail ? { detail } : {}) },
});

/** Asks, reads the whole answer, and says what the key had left when the call was let through. */
async function leftAt(viewer: Viewer, path: string, body: object): Promise<number> {
  const answer = await fetch(`${gateway.origin}/v1/${path}`, {
    method: 'POST',
    headers: { ...gateway.headers(viewer), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return Number(answer.headers.get('x-ratelimit-remaining-tokens'));
}

const said = (content: unknown, more: object = {}) => ({
  model: 'acme/eyes',
  messages: [{ role: 'user', content }],
  ...more,
});
/** "Hello" with what is around a message, as this gateway counts before the vendor does. */
const HELLO = 5;

test.each([
  ['fewer tokens than', 'Hello'],
  ['more tokens than', 'Hello '.repeat(200)],
])('a key has spent what the vendor counts, where the estimate has %s it', async (name, content) => {
  for (const stream of [false, true]) {
    const viewer = withKey(`key_${name}_${stream}`);
    await leftAt(viewer, 'chat/completions', said(content, { stream }));
    const left = await leftAt(viewer, 'chat/completions', said('Hello'));
    expect(left).toBe(LIMIT - TOLD.prompt - TOLD.answer - HELLO);
  }
});

test('a picture is counted as one before the vendor does, and as the vendor does afterwards', async () => {
  const viewer = withKey('key_picture');
  expect(await leftAt(viewer, 'chat/completions', said([picture()]))).toBe(LIMIT - 4 - 765);
  expect(await leftAt(viewer, 'chat/completions', said([picture('low')]))).toBe(
    LIMIT - TOLD.prompt - TOLD.answer - 4 - 85,
  );
});

test('vectors and drawings are settled by the figure of the vendor', async () => {
  const viewer = withKey('key_vectors');
  await leftAt(viewer, 'embeddings', { model: 'acme/vectors', input: 'word '.repeat(500) });
  const afterVectors = await leftAt(viewer, 'images/generations', { model: 'acme/painter', prompt: 'cat' });
  expect(afterVectors).toBe(LIMIT - 3 - 1);
  expect(await leftAt(viewer, 'chat/completions', said('Hello'))).toBe(LIMIT - 3 - 110 - HELLO);
});

test.each([
  ['a text', 'cat', ['cat']],
  ['texts', ['cat', 'dog'], ['cat', 'dog']],
  ['tokens', [17, 3], [[17, 3]]],
  ['lists of tokens', [[17, 3], [5]], [[17, 3], [5]]],
])('%s to embed goes to the vendor as it is, and counts', async (name, input, sent) => {
  const viewer = withKey(`key_embed_${name}`);
  const left = await leftAt(viewer, 'embeddings', { model: 'acme/vectors', input });
  expect(left).toBe(LIMIT - [input].flat(2).length);
  expect(vendor.requests.at(-1)?.body['input']).toEqual(sent);
});

test('the limit of a model is settled by the figure of the vendor', async () => {
  const ask = () => leftAt(testViewer(), 'chat/completions', { ...said('word '.repeat(600)), model: 'acme/rated' });
  // 604 tokens by our estimate each time: the second would not fit if they counted.
  await ask();
  await ask();
});
