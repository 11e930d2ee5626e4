import { Writable } from 'node:stream';
import type { Viewer } from '@aether/common/security';
import { createLogger } from '@aether/common/service';
import { executeAs } from '@aether/test-support';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { everythingOf } from './everything-of.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';
import { openSealed, type Sealed } from './open-sealed.ts';

const CANARY = 'sk-canary-2kW8rT5yNq6Jd3Fs';
const OPEN = {
  protocol: 'OPENAI',
  preset: null,
  id: 'prv_open',
  name: 'Open',
  baseUrl: 'https://open.example/v1',
  enabled: true,
  allowOwnKeys: true,
};
const STORE =
  'mutation ($input: StoreModelKeyInput!) { storeModelKey(input: $input) { modelKey { id lastFour lastUsedAt provider { id } } userErrors { path code message } } }';
const REMOVE =
  'mutation ($input: RemoveModelKeyInput!) { removeModelKey(input: $input) { deletedId userErrors { code } } }';
const KEYS = '{ modelKeys { id lastFour lastUsedAt provider { id } } }';
const OWN = '{ ownModelKeys { providerId } }';
const SEALED =
  'query ($providerId: ID!) { sealedModelKey(providerId: $providerId) { id version vaultKeyId sealed address } }';

interface Key {
  readonly id: string;
  readonly lastFour: string | null;
  readonly lastUsedAt: string | null;
}
type SealedKey = Sealed & { readonly id: string; readonly address: string | null };

let log = '';
let address: string | null = OPEN.baseUrl;
let identity: IdentityFixture;
let ada: Viewer;
let bob: Viewer;
beforeAll(async () => {
  const destination = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk);
      done();
    },
  });
  identity = await identityFixture({
    parts: { logger: createLogger('identity', { level: 'debug', destination }) },
    operations: {
      ProvidersForOwnKeys: () => ({
        modelProviders: [
          { ...OPEN, baseUrl: address },
          { ...OPEN, id: 'prv_strict', name: 'Strict', allowOwnKeys: false },
        ],
      }),
    },
  });
});
afterAll(() => identity[Symbol.asyncDispose]());
beforeEach(async () => {
  address = OPEN.baseUrl;
  ({ owner: ada } = await identity.tenant());
  bob = await identity.join(ada, { email: `bob-${ada.tenantId}@example.org`, roleKey: 'member' });
});

const store = async (viewer: Viewer, input: object = {}) =>
  executeAs<{ storeModelKey: { modelKey: Key | null; userErrors: readonly object[] } }>(
    identity.service,
    viewer,
    STORE,
    { input: { providerId: 'prv_open', key: CANARY, ...input } },
  );
const keysOf = async (viewer: Viewer) =>
  (await executeAs<{ modelKeys: readonly Key[] }>(identity.service, viewer, KEYS)).data.modelKeys;
const read = (viewer: Viewer, caller = 'llm-gateway', providerId = 'prv_open') =>
  executeAs<{ sealedModelKey: SealedKey | null }>(identity.service, viewer, SEALED, { providerId }, { caller });
async function open(viewer: Viewer): Promise<string> {
  const sealed = (await read(viewer)).data.sealedModelKey;
  if (sealed === null) throw new Error('not sealed');
  return openSealed(identity, viewer, { id: sealed.id, purpose: 'own-model-key', sealed });
}

test('a key is stored, seen by its owner without its value, opened for their calls, and its use told', async () => {
  const { data } = await store(bob);
  expect(data.storeModelKey).toMatchObject({
    modelKey: { lastFour: 'd3Fs', lastUsedAt: null, provider: { id: 'prv_open' } },
    userErrors: [],
  });
  expect(await keysOf(bob)).toHaveLength(1);
  const own = await executeAs(identity.service, bob, OWN, {}, { caller: 'llm-gateway' });
  expect(own.data).toEqual({ ownModelKeys: [{ providerId: 'prv_open' }] });
  expect(await open(bob)).toBe(CANARY);
  await eventually(async () => expect((await keysOf(bob))[0]?.lastUsedAt).not.toBeNull());
});

test('nobody else gets it: no administrator, no other tenant, no other service, not the person', async () => {
  await store(bob);
  const stranger = (await identity.tenant()).owner;
  for (const other of [ada, stranger, { ...bob, tenantId: stranger.tenantId }]) {
    expect(await keysOf(other)).toEqual([]);
    expect((await read(other)).data.sealedModelKey).toBeNull();
  }
  for (const caller of ['mcp-gateway', 'executions', 'graphql-gateway'])
    expect((await read(bob, caller)).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  const [key] = await keysOf(bob);
  const removed = await executeAs(identity.service, ada, REMOVE, { input: { modelKeyId: key?.id } });
  expect(removed.errors[0]?.extensions?.['code']).toBe('NOT_FOUND');
  expect(await keysOf(bob)).toHaveLength(1);
});

test('another value takes the place of the first, at the address that the provider has then', async () => {
  await store(bob);
  const before = (await read(bob)).data.sealedModelKey;
  address = 'https://moved.example/v1';
  await store(bob, { key: 'sk-the-next-value-0001' });
  expect(await keysOf(bob)).toMatchObject([{ id: before?.id, lastFour: '0001' }]);
  expect(await open(bob)).toBe('sk-the-next-value-0001');
  expect((await read(bob)).data.sealedModelKey?.address).toBe(address);
});

test('many values at once leave one key that opens', async () => {
  await Promise.all(Array.from({ length: 5 }, (_, index) => store(bob, { key: `sk-value-number-${index}` })));
  expect(await keysOf(bob)).toHaveLength(1);
  expect(await open(bob)).toMatch(/^sk-value-number-\d$/);
});

test('a removed key is given to nobody', async () => {
  const { data } = await store(bob);
  const input = { modelKeyId: data.storeModelKey.modelKey?.id };
  expect((await executeAs(identity.service, bob, REMOVE, { input })).data).toEqual({
    removeModelKey: { deletedId: input.modelKeyId, userErrors: [] },
  });
  expect((await read(bob)).data.sealedModelKey).toBeNull();
  expect(await keysOf(bob)).toEqual([]);
});

test.each([
  ['an empty key', { key: '  ' }, 'VALIDATION_FAILED', ['key']],
  ['a key of two lines', { key: 'sk-a\nx-admin: 1' }, 'VALIDATION_FAILED', ['key']],
  ['a key that no header holds', { key: 'schlüssel' }, 'VALIDATION_FAILED', ['key']],
  ['a key that is too long', { key: 'k'.repeat(5000) }, 'VALIDATION_FAILED', ['key']],
  ['a provider that forbids it', { providerId: 'prv_strict' }, 'OWN_KEYS_NOT_ALLOWED', ['providerId']],
])('%s is refused', async (_, input, code, path) => {
  const { data } = await store(bob, input);
  expect(data.storeModelKey).toMatchObject({ modelKey: null, userErrors: [{ code, path }] });
  expect(await keysOf(bob)).toEqual([]);
});

test('a provider that is not there is not found', async () => {
  expect((await store(bob, { providerId: 'prv_other' })).errors[0]?.extensions?.['code']).toBe('NOT_FOUND');
});

test('whoever may not use models, and who is no person, stores none', async () => {
  const mayNot = { ...bob, permissions: [] };
  expect((await store(mayNot)).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  const service = { ...bob, userId: null, serviceAccountId: 'sva_1' };
  expect((await store(service)).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
});

test('the value is in no answer, no log line, no node and no event', async () => {
  const stored = await store(bob);
  const broken = await store(bob, { key: `${CANARY} ${CANARY}` });
  const subject = stored.data.storeModelKey.modelKey?.id ?? '';
  await eventually(async () => expect((await identity.audit(ada, { objectId: subject })).edges).toHaveLength(1));
  const everything = JSON.stringify([
    stored,
    broken,
    await keysOf(bob),
    (await read(bob)).data,
    await identity.audit(ada),
    await everythingOf(identity.parts.database, bob.tenantId),
    log,
  ]);
  expect(everything).toContain(subject);
  expect(everything).not.toContain('canary');
});

test('it is bound to where the provider really answers, also when that is where its vendor usually does', async () => {
  address = null;
  await store(bob);
  expect((await read(bob)).data.sealedModelKey?.address).toBe('https://api.openai.com/v1');
});

test('whoever is deactivated has no key any more', async () => {
  await store(bob);
  expect(await everythingOf(identity.parts.database, bob.tenantId)).toContainEqual(
    expect.objectContaining({ labels: ['ModelKey'] }),
  );
  const input = { userId: bob.userId };
  const deactivate =
    'mutation ($input: DeactivateUserInput!) { deactivateUser(input: $input) { user { status } userErrors { code } } }';
  const { data } = await executeAs(identity.service, ada, deactivate, { input });
  expect(data).toMatchObject({ deactivateUser: { user: { status: 'DEACTIVATED' }, userErrors: [] } });
  expect(await keysOf(bob)).toEqual([]);
  expect((await read(bob)).data.sealedModelKey).toBeNull();
  expect(await everythingOf(identity.parts.database, bob.tenantId)).not.toContainEqual(
    expect.objectContaining({ labels: ['ModelKey'] }),
  );
});
