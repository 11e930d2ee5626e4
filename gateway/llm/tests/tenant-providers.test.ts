import { sealingVault, startVendorServer, testViewer, VENDOR_TEXT, type VendorServer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogModel, catalogProvider } from './catalog-of-test.ts';
import { collect, startTestGateway, type TestGateway } from './llm-test-gateway.ts';

const viewer = testViewer();
const stranger = testViewer();
const messages = [{ role: 'user' as const, content: 'Hello' }];
const { vaultKey, vault, operations: vaultOperations } = sealingVault();
const reports: unknown[] = [];
const purposes: unknown[] = [];
let vendor: VendorServer;
let gateway: TestGateway;

beforeAll(async () => {
  vendor = await startVendorServer();
  const sealed = await vault.seal(
    { tenantId: viewer.tenantId, recordId: 'crd_1', version: 3, purpose: 'model-provider' },
    'sk-of-the-tenant',
  );
  const mine = [
    catalogProvider('acme', {
      baseUrl: vendor.baseUrl,
      credential: { id: 'crd_1' },
      models: [
        catalogModel('stub-1', {
          inputPricePerMillion: 2_000_000_000,
          outputPricePerMillion: 10_000_000_000,
          cachedInputPricePerMillion: 1_000_000_000,
          unpriced: false,
        }),
        catalogModel('stub-off', { enabled: false }),
      ],
    }),
    catalogProvider('private', { baseUrl: 'http://127.0.0.1:9/v1' }),
    catalogProvider('metadata', { baseUrl: 'https://169.254.169.254/v1' }),
    catalogProvider('sealed-elsewhere', { baseUrl: vendor.baseUrl, credential: { id: 'crd_foreign' } }),
    catalogProvider('builtin', {
      protocol: 'BUILTIN',
      models: [catalogModel('embed', { enabled: false, builtIn: true })],
    }),
    catalogProvider('stub', { enabled: false }),
  ];
  gateway = await startTestGateway({
    environment: { AETHER_MODEL_PROVIDERS: JSON.stringify([{ slug: 'stub', baseUrl: vendor.baseUrl }]) },
    config: { vaultKey, allowedOrigins: [new URL(vendor.baseUrl).origin] },
    operations: {
      CatalogForGateway: (_, { onBehalfOf }) => ({
        catalogForGateway: {
          revision: 1,
          removedIds: [],
          providers: onBehalfOf?.tenantId === viewer.tenantId ? mine : [],
        },
      }),
      SealedCredential: ({ id, purpose }) => {
        purposes.push(purpose);
        return {
          sealedCredential: {
            id,
            kind: 'API_KEY',
            version: 3,
            vaultKeyId: 'vky_1',
            sealed,
            scopes: [],
            expiresAt: null,
          },
        };
      },
      ...vaultOperations,
      ReportModels: ({ input }) => {
        reports.push(input);
        return { reportModels: { revision: 2, userErrors: [] } };
      },
    },
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
});

const names = async (who = viewer) => (await collect(await gateway.client(who).models.list())).map(({ id }) => id);

describe("a tenant's own provider", () => {
  test('is called with its key, which is opened for that call only', async () => {
    const answer = await gateway.client(viewer).chat.completions.create({ model: 'acme/stub-1', messages });
    expect(answer.choices[0]?.message.content).toBe(VENDOR_TEXT);
    expect(vendor.requests.at(-1)?.headers['authorization']).toBe('Bearer sk-of-the-tenant');
    expect(purposes).toContain('model-provider');
  });

  test('has the prices of the catalog', async () => {
    const { response } = await gateway
      .client(viewer)
      .chat.completions.create({ model: 'acme/stub-1', messages })
      .withResponse();
    // 8 tokens at 2 USD, 4 cached at 1 USD, 5 out at 10 USD, per million.
    expect(response.headers.get('x-aether-cost')).toBe(String(8 * 2000 + 4 * 1000 + 5 * 10_000));
    const chunks = await collect(
      await gateway.client(viewer).chat.completions.create({
        model: 'acme/stub-1',
        messages,
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    expect(chunks.at(-1)).toMatchObject({ aether: { costNanoUsd: 70_000, unpriced: false, modelId: 'mdl_stub-1' } });
  });

  test('cannot be seen or used by another tenant', async () => {
    expect(await names(stranger)).not.toContain('acme/stub-1');
    await expect(
      gateway.client(stranger).chat.completions.create({ model: 'acme/stub-1', messages }),
    ).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  test.each(['private/x', 'metadata/x'])('cannot reach into the network of the installation: %s', async (name) => {
    const before = vendor.requests.length;
    await expect(gateway.client(viewer).chat.completions.create({ model: name, messages })).rejects.toMatchObject({
      status: 400,
      code: 'ADDRESS_REFUSED',
    });
    expect(vendor.requests.length).toBe(before);
  });

  test('whose credential does not open is refused without a call, and without a word of the secret', async () => {
    const before = vendor.requests.filter(({ path }) => path.includes('chat')).length;
    const call = gateway.client(viewer).chat.completions.create({ model: 'sealed-elsewhere/x', messages });
    await expect(call).rejects.toMatchObject({
      status: 500,
      code: 'CREDENTIAL_UNREADABLE',
      message: expect.not.stringContaining('sk-'),
    });
    expect(vendor.requests.filter(({ path }) => path.includes('chat')).length).toBe(before);
  });

  test('whose key is refused is told to be down, so that its administrators see it', async () => {
    const told = {
      providers: [
        expect.objectContaining({
          providerId: 'prv_acme',
          status: 'DOWN',
          lastError: expect.stringContaining('refused the credential'),
        }),
      ],
    };
    const ask = () => gateway.client(viewer).chat.completions.create({ model: 'acme/stub-1', messages });
    vendor.answer('bad key');
    await expect(ask()).rejects.toMatchObject({ code: 'PROVIDER_UNAUTHORIZED' });
    await expect.poll(() => reports, { timeout: 10_000 }).toContainEqual(told);
  });

  test('is asked for its models, and agents learns what they are', async () => {
    await names();
    const report = {
      providerId: 'prv_acme',
      status: 'HEALTHY',
      models: [
        { name: 'stub-1', capabilities: ['CHAT', 'TOOLS', 'JSON_SCHEMA'], inputPricePerMillion: null },
        { name: 'stub-embed', capabilities: ['EMBEDDINGS'] },
      ],
    };
    await expect
      .poll(() => reports)
      .toContainEqual({
        providers: [
          expect.objectContaining({ ...report, models: report.models.map((entry) => expect.objectContaining(entry)) }),
        ],
      });
    await expect
      .poll(() => reports)
      .toContainEqual({
        providers: [
          expect.objectContaining({
            providerId: 'prv_metadata',
            status: 'DOWN',
            lastError: expect.stringContaining('not a public address'),
          }),
        ],
      });
  });
});

test('what an administrator has disabled is gone for that tenant only', async () => {
  const mine = await names();
  expect(mine).toContain('builtin/extract');
  expect(mine).not.toContain('builtin/embed');
  expect(mine).not.toContain('acme/stub-off');
  expect(mine.filter((name) => name.startsWith('stub/'))).toEqual([]);
  await expect.poll(() => names(stranger)).toEqual(expect.arrayContaining(['builtin/embed', 'stub/stub-1']));
});
