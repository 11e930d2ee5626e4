import type { Viewer } from '@aether/common/security';
import { INTERACTIVE_HEADER, OWN_KEY_ONLY_HEADER } from '@aether/common/service';
import { sealingVault, startVendorServer, testViewer, type VendorServer } from '@aether/test-support';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { catalogModel, catalogOf, catalogProvider } from './catalog-of-test.ts';
import { collect, startTestGateway, type TestGateway } from './llm-test-gateway.ts';
import { ScriptedBooks } from './scripted-books.ts';

const ada = testViewer();
const bob = testViewer({ tenantId: ada.tenantId });
const ask = {
  model: 'acme/stub-1',
  messages: [{ role: 'user' as const, content: 'Hello' }],
  max_completion_tokens: 10,
};
const COST = 8 * 1000 + 4 * 500 + 5 * 4000;
const { vaultKey, vault, operations: vaultOperations } = sealingVault();
const place = (viewer: Viewer, purpose: string) => ({
  tenantId: viewer.tenantId,
  recordId: 'mky_1',
  version: 1,
  purpose,
});

let vendor: VendorServer;
let gateway: TestGateway;
let books: ScriptedBooks;
/** Fails what identity is asked of own keys. */
let identityIsDown: boolean;
let asked: number;
/** What identity has: address and sealed value by person and provider. */
const stored = new Map<string, { address: string | null; sealed: string }>();
/** People and providers in whose name identity was asked for a key. */
let opened: string[];
const reports: unknown[] = [];

beforeAll(async () => {
  vendor = await startVendorServer();
});
afterAll(() => vendor[Symbol.asyncDispose]());

beforeEach(async () => {
  vendor.answer();
  stored.clear();
  opened = [];
  identityIsDown = false;
  asked = 0;
  const organization = await vault.seal(place(ada, 'model-provider'), 'sk-of-organization');
  reports.length = 0;
  books = new ScriptedBooks(1_000_000_000);
  const model = catalogModel('stub-1', {
    inputPricePerMillion: 1_000_000_000,
    outputPricePerMillion: 4_000_000_000,
    cachedInputPricePerMillion: 500_000_000,
    unpriced: false,
  });
  gateway = await startTestGateway({
    environment: {
      AETHER_MODEL_PROVIDERS: JSON.stringify([{ slug: 'shared', baseUrl: vendor.baseUrl, apiKey: 'sk-platform' }]),
    },
    config: { vaultKey, allowedOrigins: [new URL(vendor.baseUrl).origin] },
    operations: {
      ...catalogOf(
        catalogProvider('acme', {
          baseUrl: vendor.baseUrl,
          allowOwnKeys: true,
          credential: { id: 'mky_1' },
          models: [model],
        }),
        catalogProvider('keyless', { baseUrl: vendor.baseUrl, allowOwnKeys: true, models: [model] }),
        catalogProvider('strict', { baseUrl: vendor.baseUrl, allowOwnKeys: false, models: [model] }),
        catalogProvider('shared', { allowOwnKeys: true }),
      ),
      ...books.operations,
      ReportModels: ({ input }) => {
        reports.push(input);
        return { reportModels: { revision: 1, userErrors: [] } };
      },
      SealedCredential: ({ id }) => ({
        sealedCredential: { id, kind: 'API_KEY', version: 1, vaultKeyId: 'vky_1', sealed: organization, scopes: [] },
      }),
      OwnModelKeys: (_, { onBehalfOf }) => {
        asked += 1;
        if (identityIsDown) throw new Error('connect ECONNREFUSED');
        return {
          ownModelKeys: [...stored.keys()]
            .filter((key) => key.startsWith(`${onBehalfOf?.userId} `))
            .map((key) => ({ providerId: key.split(' ')[1] })),
        };
      },
      SealedModelKey: ({ providerId }, { onBehalfOf }) => {
        const key = `${onBehalfOf?.userId} ${providerId}`;
        opened.push(key);
        const found = stored.get(key);
        return {
          sealedModelKey: found === undefined ? null : { id: 'mky_1', version: 1, vaultKeyId: 'vky_1', ...found },
        };
      },
      ...vaultOperations,
    },
  });
  return () => gateway[Symbol.asyncDispose]();
});

async function store(viewer: Viewer, key: string, provider = 'acme', address: string | null = vendor.baseUrl) {
  const sealed = await vault.seal(place(viewer, 'own-model-key'), key);
  stored.set(`${viewer.userId} prv_${provider}`, { address, sealed });
}

const askAs = (service: string | null, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${gateway.origin}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      ...(service === null ? gateway.headers(ada) : gateway.headers(ada, service)),
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(ask),
  });

const sent = (): string | undefined =>
  vendor.requests.findLast(({ method }) => method === 'POST')?.headers['authorization'];
/** Lists of models are asked for in the background. */
const chats = (): number => vendor.requests.filter(({ method }) => method === 'POST').length;
const create = (viewer: Viewer, body: object = {}) =>
  gateway
    .client(viewer)
    .withOptions({ maxRetries: 0 })
    .chat.completions.create({ ...ask, ...body })
    .withResponse();

describe('an own key', () => {
  test('is sent for the calls of its person, and of nobody else', async () => {
    await store(ada, 'sk-of-ada');
    const { data, response } = await create(ada);
    expect(sent()).toBe('Bearer sk-of-ada');
    expect(response.headers.get('x-aether-own-key')).toBe('true');
    expect(data).toMatchObject({ aether: { ownKey: true, costNanoUsd: COST } });
    const other = await create(bob);
    expect(sent()).toBe('Bearer sk-of-organization');
    expect(other.response.headers.get('x-aether-own-key')).toBeNull();
    expect(other.data).toMatchObject({ aether: { ownKey: false } });
    expect(opened).toEqual([`${ada.userId} prv_acme`]);
  });

  test('is told in the last chunk of a stream', async () => {
    await store(ada, 'sk-of-ada');
    const chunks = await collect(
      await gateway
        .client(ada)
        .chat.completions.create({ ...ask, stream: true, stream_options: { include_usage: true } }),
    );
    expect(chunks.at(-1)).toMatchObject({ aether: { ownKey: true } });
  });

  test('is sent for what a run does in the name of its person', async () => {
    await store(ada, 'sk-of-ada');
    expect((await askAs('executions', { [INTERACTIVE_HEADER]: 'true' })).status).toBe(200);
    expect(sent()).toBe('Bearer sk-of-ada');
  });

  test('may be all that a run has money for: then no other key is sent, also when it was removed a moment ago', async () => {
    const only = { [INTERACTIVE_HEADER]: 'true', [OWN_KEY_ONLY_HEADER]: 'true' };
    await store(ada, 'sk-of-ada');
    expect((await askAs('executions', only)).headers.get('x-aether-own-key')).toBe('true');
    expect(sent()).toBe('Bearer sk-of-ada');
    stored.clear();
    const before = chats();
    const refused = await askAs('executions', only);
    expect(refused.status).toBe(402);
    expect(await refused.json()).toMatchObject({ error: { code: 'OWN_KEY_REQUIRED', retryable: false } });
    expect(refused.headers.get('x-aether-own-key')).toBeNull();
    // Nobody waits: own keys are out of the question, and so is the organization's.
    await store(ada, 'sk-of-ada');
    expect((await askAs('executions', { [OWN_KEY_ONLY_HEADER]: 'true' })).status).toBe(402);
    expect(chats()).toBe(before);
  });

  test('that a vendor has failed is told before that another one would need a key', async () => {
    await store(ada, 'sk-of-ada');
    vendor.answer('overloaded', 'overloaded', 'overloaded');
    const refused = await askAs('executions', {
      [INTERACTIVE_HEADER]: 'true',
      [OWN_KEY_ONLY_HEADER]: 'true',
      'x-aether-fallbacks': 'keyless/stub-1',
    });
    expect(await refused.json()).toMatchObject({ error: { code: 'PROVIDER_UNAVAILABLE' } });
  });

  test.each(['executions', 'testing', 'memory'])('is not sent for what %s does in the background', async (service) => {
    await store(ada, 'sk-of-ada');
    const answer = await askAs(service);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-aether-own-key')).toBeNull();
    expect(sent()).toBe('Bearer sk-of-organization');
    expect(asked).toBe(0);
  });

  test('is not used where the provider has none: any text would do as one, and nobody would pay', async () => {
    books.limit = 0;
    await store(ada, 'worthless', 'keyless');
    await expect(create(ada, { model: 'keyless/stub-1' })).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    expect(asked).toBe(0);
  });

  test('is asked for with a call to such a provider only: an outage of identity stops nothing else', async () => {
    identityIsDown = true;
    await create(ada, { model: 'strict/stub-1' });
    await gateway.client(ada).models.list();
    expect(asked).toBe(0);
    const before = chats();
    await expect(create(ada)).rejects.toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    expect(chats()).toBe(before);
    await store(ada, 'sk-of-ada');
    identityIsDown = false;
    await create(ada);
    expect(sent()).toBe('Bearer sk-of-ada');
  });

  test('that nobody has stored is not asked for with each call', async () => {
    await create(ada);
    await create(ada);
    expect(asked).toBe(1);
  });

  test('is told with a refusal, too, and not with an answer of the cache', async () => {
    await store(ada, 'sk-of-ada');
    const cached = { 'x-aether-cache': 'on; ttl=60' };
    const own = async () => (await askAs(null, cached)).headers;
    expect((await own()).get('x-aether-own-key')).toBe('true');
    const hit = await own();
    expect(hit.get('x-aether-cache')).toBe('hit');
    expect(hit.get('x-aether-own-key')).toBeNull();
    vendor.answer('bad key');
    const refused = await askAs(null);
    expect(refused.status).toBe(502);
    expect(refused.headers.get('x-aether-own-key')).toBe('true');
  });

  test('takes the place of the key of the platform, too', async () => {
    await store(ada, 'sk-of-ada', 'shared');
    await create(ada, { model: 'shared/stub-1' });
    expect(sent()).toBe('Bearer sk-of-ada');
    await create(bob, { model: 'shared/stub-1' });
    expect(sent()).toBe('Bearer sk-platform');
  });

  test('is not used where the provider does not allow it', async () => {
    await store(ada, 'sk-of-ada', 'strict');
    await create(ada, { model: 'strict/stub-1' });
    expect(sent()).toBe('Bearer none');
    expect(opened).toEqual([]);
  });

  test('that was removed or replaced is sent for no further call', async () => {
    await store(ada, 'sk-of-ada');
    await create(ada);
    await store(ada, 'sk-the-next');
    await create(ada);
    expect(sent()).toBe('Bearer sk-the-next');
    stored.clear();
    await create(ada);
    expect(sent()).toBe('Bearer sk-of-organization');
  });

  test('is sent to no other address than it was stored for', async () => {
    await store(ada, 'sk-of-ada', 'acme', 'https://elsewhere.example/v1');
    const before = chats();
    await expect(create(ada)).rejects.toMatchObject({
      code: 'OWN_KEY_REFUSED',
      message: expect.stringContaining('another address'),
    });
    expect(chats()).toBe(before);
  });

  test('that the vendor refuses is told as its own, and not as the trouble of the provider', async () => {
    await gateway.client(ada).models.list();
    await vi.waitFor(() => expect(reports.length).toBeGreaterThan(0), { timeout: 10_000 });
    await store(ada, 'sk-wrong');
    vendor.answer('bad key');
    await expect(create(ada)).rejects.toMatchObject({
      status: 502,
      code: 'OWN_KEY_REFUSED',
      message: expect.stringContaining(ada.userId ?? ''),
    });
    const answer = await fetch(`${gateway.origin}/v1/providers/health?provider=acme`, {
      headers: gateway.headers(ada),
    });
    expect(await answer.json()).toMatchObject({ providers: [{ state: 'UNKNOWN', calls: 0 }] });
    expect(JSON.stringify(reports)).not.toContain('DOWN');
    await create(bob);
    expect(sent()).toBe('Bearer sk-of-organization');
  });

  test('that was stored before addresses were kept is sent nowhere', async () => {
    await store(ada, 'sk-of-ada', 'acme', null);
    await expect(create(ada)).rejects.toMatchObject({ code: 'OWN_KEY_REFUSED' });
  });

  test('opens its own breaker only', async () => {
    await store(ada, 'sk-of-ada');
    vendor.answer(...Array.from({ length: 12 }, () => 'overloaded' as const));
    for (let call = 0; call < 4; call += 1) await create(ada).catch(() => undefined);
    vendor.answer();
    await expect(create(ada)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    await create(bob);
  });

  test('is paid by its person: the ledger has the tokens, and no budget is asked', async () => {
    books.limit = 0;
    await store(ada, 'sk-of-ada');
    await create(ada);
    await vi.waitFor(() => expect([...books.ledger.values()]).toHaveLength(1), { timeout: 10_000 });
    expect([...books.ledger.values()]).toMatchObject([
      { startedById: ada.userId, ownKey: true, cost: COST, promptTokens: 12, completionTokens: 5 },
    ]);
    expect(books.takes).toBe(0);
    await expect(create(bob)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
  });

  test('is limited by the budgets of the API key that it is used through', async () => {
    books.limit = 0;
    await store(ada, 'sk-of-ada');
    const before = chats();
    const limited = { ...ada, apiKey: { id: 'key_1', models: [], tools: [], tokensPerMinute: null } };
    await expect(create(limited)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    expect(books.taken.at(-1)).toMatchObject({ hasOwnKey: true });
    expect(chats()).toBe(before);
  });
});
