import { Writable } from 'node:stream';
import type { Viewer } from '@aether/common/security';
import { createLogger } from '@aether/common/service';
import { executeAs } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { z } from 'zod';
import { STORE } from './graphql.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';
import { openSealed, type Sealed } from './open-sealed.ts';
import { everythingOf } from './everything-of.ts';

const CANARY = 'sk-canary-7hX2pQ9wLm4Zc8Vb';
const READ = `query ($id: ID!, $purpose: String!) { sealedCredential(id: $id, purpose: $purpose) { id kind version vaultKeyId sealed scopes expiresAt } }`;
const CREDENTIAL =
  'query ($id: ID!) { credential(id: $id) { id version lastFour status lastUsedAt usedBy { objectType objectId name lastUsedAt } } }';
const ROTATE =
  'mutation ($input: RotateCredentialInput!) { rotateCredential(input: $input) { credential { version lastFour } userErrors { path code } } }';
const UPDATE =
  'mutation ($input: UpdateCredentialInput!) { updateCredential(input: $input) { credential { name scopes shared expiresAt } userErrors { path code } } }';
const DELETE =
  'mutation ($input: DeleteCredentialInput!) { deleteCredential(input: $input) { deletedId userErrors { path code message } } }';

let log = '';
let identity: IdentityFixture;
beforeAll(async () => {
  const destination = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk);
      done();
    },
  });
  identity = await identityFixture({ parts: { logger: createLogger('identity', { level: 'debug', destination }) } });
});
afterAll(() => identity[Symbol.asyncDispose]());

async function store(viewer: Viewer, input: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { data } = await executeAs<{ storeCredential: { credential: { id: string } } }>(
    identity.service,
    viewer,
    STORE,
    {
      input: { name: 'OpenAI', kind: 'API_KEY', value: CANARY, scopes: ['api.openai.com'], ...input },
    },
  );
  return data.storeCredential.credential.id;
}

const read = (viewer: Viewer, id: string, purpose = 'model-provider:prv_1:OpenAI', caller = 'llm-gateway') =>
  executeAs<{ sealedCredential: Sealed | null }>(identity.service, viewer, READ, { id, purpose }, { caller });

const open = (viewer: Viewer, id: string, sealed: Sealed, purpose = 'model-provider:prv_1:OpenAI') =>
  openSealed(identity, viewer, { id, purpose, sealed });

test('what was stored is opened by the service that may, and by nothing else', async () => {
  const { owner } = await identity.tenant();
  const id = await store(owner);
  const { data } = await read(owner, id);
  expect(data.sealedCredential).toMatchObject({ id, kind: 'API_KEY', version: 1, scopes: ['api.openai.com'] });
  if (data.sealedCredential === null) throw new Error('not sealed');
  expect(await open(owner, id, data.sealedCredential)).toBe(CANARY);
  await expect(open(owner, id, data.sealedCredential, 'another-purpose')).rejects.toMatchObject({
    code: 'CREDENTIAL_UNREADABLE',
  });
  const other = await identity.tenant();
  await expect(open({ ...other.owner, tenantId: other.tenantId }, id, data.sealedCredential)).rejects.toMatchObject({
    code: 'CREDENTIAL_UNREADABLE',
  });
  expect((await read(other.owner, id)).data.sealedCredential).toBeNull();
  expect((await read(owner, id, 'x', 'memory')).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
});

test('the value is in no answer, no log line, no node and no event', async () => {
  const { owner, tenantId } = await identity.tenant();
  const id = await store(owner, { value: { key: CANARY } });
  const second = `${CANARY}-rotated`;
  const rotated = await executeAs(identity.service, owner, ROTATE, { input: { credentialId: id, value: second } });
  const broken = await executeAs(identity.service, owner, STORE, {
    input: { name: 'x', kind: 'BASIC', value: { username: CANARY, passwort: CANARY }, scopes: ['a.b'] },
  });
  const { data } = await read(owner, id);
  expect(rotated.data).toEqual({ rotateCredential: { credential: { version: 2, lastFour: 'ated' }, userErrors: [] } });
  expect(broken.data).toMatchObject({
    storeCredential: { credential: null, userErrors: [{ code: 'VALIDATION_FAILED' }] },
  });
  await eventually(async () => expect((await identity.audit(owner, { objectId: id })).edges).toHaveLength(2));
  const everything = JSON.stringify([
    rotated,
    broken,
    data,
    await executeAs(identity.service, owner, CREDENTIAL, { id }),
    await identity.audit(owner),
    await everythingOf(identity.parts.database, tenantId),
    log,
  ]);
  expect(everything).toContain(id);
  expect(everything).not.toContain('canary');
  expect(everything).not.toContain(Buffer.from(CANARY).toString('base64').slice(0, 20));
});

test('after a rotation the new value is read, and the old cipher text is gone', async () => {
  const { owner } = await identity.tenant();
  const id = await store(owner);
  const before = (await read(owner, id)).data.sealedCredential;
  await executeAs(identity.service, owner, ROTATE, { input: { credentialId: id, value: 'sk-the-next-value-0001' } });
  const after = (await read(owner, id)).data.sealedCredential;
  if (after === null || before === null) throw new Error('not sealed');
  expect(await open(owner, id, after)).toBe('sk-the-next-value-0001');
  await expect(open(owner, id, { ...after, sealed: before.sealed })).rejects.toMatchObject({
    code: 'CREDENTIAL_UNREADABLE',
  });
  const wrong = await executeAs(identity.service, owner, ROTATE, {
    input: { credentialId: id, value: { token: 'x' } },
  });
  expect(wrong.data).toMatchObject({
    rotateCredential: { credential: null, userErrors: [{ code: 'VALIDATION_FAILED' }] },
  });
});

test.for([
  ['BASIC', { username: 'ada', password: 'a-long-password' }, 'word'],
  ['BEARER', 'a-bearer-token-1234', '1234'],
  ['HMAC', 'short', null],
  [
    'OAUTH2',
    { clientId: 'id', clientSecret: 'a-client-secret-9876', tokenUrl: 'https://id.example.org/token' },
    '9876',
  ],
  ['MTLS', { certificate: '-----BEGIN CERTIFICATE-----\nx', privateKey: '-----BEGIN PRIVATE KEY-----\nx' }, null],
] as const)('stores %s', async ([kind, value, lastFour]) => {
  const { owner } = await identity.tenant();
  const { data } = await executeAs(identity.service, owner, STORE, {
    input: { name: kind, kind, value, scopes: ['*.example.org'], expiresAt: '2999-01-01T00:00:00Z' },
  });
  expect(data).toMatchObject({
    storeCredential: {
      credential: {
        kind,
        lastFour,
        shared: false,
        version: 1,
        status: 'ACTIVE',
        owner: { id: owner.userId },
        usedBy: [],
      },
      userErrors: [],
    },
  });
});

test.for([
  [{ value: 42 }, 'value'],
  [{ value: '' }, 'value'],
  [{ kind: 'MTLS', value: { certificate: 'x', privateKey: 'y' } }, 'value'],
  [{ scopes: [] }, 'scopes'],
  [{ scopes: ['https://api.openai.com/v1'] }, 'scopes'],
  [{ name: '' }, 'name'],
  [{ expiresAt: '2001-01-01T00:00:00Z' }, 'expiresAt'],
] as const)('refuses a credential with %j', async ([input, field]) => {
  const { owner } = await identity.tenant();
  const { data } = await executeAs<{ storeCredential: { userErrors: { path: string[] }[] } }>(
    identity.service,
    owner,
    STORE,
    {
      input: { name: 'x', kind: 'API_KEY', value: CANARY, scopes: ['a.b'], ...input },
    },
  );
  expect(data).toMatchObject({ storeCredential: { credential: null, userErrors: [{ code: 'VALIDATION_FAILED' }] } });
  expect(data.storeCredential.userErrors[0]?.path[0]).toBe(field);
});

test('who reads it is recorded, and keeps it from being deleted without force', async () => {
  const { owner } = await identity.tenant();
  const id = await store(owner);
  await Promise.all([read(owner, id), read(owner, id), read(owner, id, 'tool-server:srv_2')]);
  await eventually(async () => {
    const { data } = await executeAs<{ credential: { usedBy: object[] } }>(identity.service, owner, CREDENTIAL, { id });
    expect(data.credential.usedBy).toHaveLength(2);
    expect(data).toMatchObject({ credential: { lastUsedAt: expect.any(String) } });
    expect(data.credential.usedBy).toContainEqual({
      objectType: 'model-provider',
      objectId: 'prv_1',
      name: 'OpenAI',
      lastUsedAt: expect.any(String),
    });
  });
  const refused = await executeAs<{ deleteCredential: { userErrors: { message: string }[] } }>(
    identity.service,
    owner,
    DELETE,
    { input: { credentialId: id } },
  );
  expect(refused.data).toMatchObject({
    deleteCredential: { deletedId: null, userErrors: [{ path: ['credentialId'], code: 'IN_USE' }] },
  });
  expect(refused.data.deleteCredential.userErrors[0]?.message).toContain('model-provider OpenAI');
  const forced = await executeAs(identity.service, owner, DELETE, { input: { credentialId: id, force: true } });
  expect(forced.data).toEqual({ deleteCredential: { deletedId: id, userErrors: [] } });
  expect((await executeAs(identity.service, owner, CREDENTIAL, { id })).data).toEqual({ credential: null });
  expect((await read(owner, id)).data.sealedCredential).toBeNull();
});

test('others see what is shared and change nothing; what is not shared does not exist for them', async () => {
  const { owner } = await identity.tenant();
  const [bob, eve] = await Promise.all(
    ['bob', 'eve'].map((name) => identity.join(owner, { email: `${name}@example.org`, roleKey: 'builder' })),
  );
  if (bob === undefined || eve === undefined) throw new Error('nobody came');
  const id = await store(bob);
  expect((await executeAs(identity.service, eve, CREDENTIAL, { id })).data).toEqual({ credential: null });
  const hidden = await executeAs(identity.service, eve, UPDATE, { input: { credentialId: id, name: 'Mine' } });
  expect(hidden.errors[0]?.extensions?.['code']).toBe('NOT_FOUND');
  const shared = await executeAs(identity.service, bob, UPDATE, {
    input: { credentialId: id, shared: true, name: 'Ours', scopes: ['api.example.org', 'API.example.org'] },
  });
  expect(shared.data).toEqual({
    updateCredential: {
      credential: { name: 'Ours', scopes: ['api.example.org'], shared: true, expiresAt: null },
      userErrors: [],
    },
  });
  expect(
    (
      await executeAs(
        identity.service,
        eve,
        '{ credentials(filter: { kind: API_KEY, search: "our" }) { edges { node { id } } } }',
      )
    ).data,
  ).toEqual({ credentials: { edges: [{ node: { id } }] } });
  for (const [query, input] of [
    [UPDATE, { credentialId: id, name: 'Mine' }],
    [ROTATE, { credentialId: id, value: 'x' }],
    [DELETE, { credentialId: id, force: true }],
  ] as const) {
    expect((await executeAs(identity.service, eve, query, { input })).errors[0]?.extensions?.['code']).toBe(
      'FORBIDDEN',
    );
  }
  const byOwner = await executeAs(identity.service, owner, DELETE, { input: { credentialId: id } });
  expect(byOwner.data).toMatchObject({ deleteCredential: { deletedId: id } });
});

test('tenants have data keys of their own, which lie wrapped in the graph', async () => {
  const [first, second] = await Promise.all([identity.tenant(), identity.tenant()]);
  const keys = await Promise.all(
    [first, second].map(async ({ owner }) => {
      const [one, two] = await Promise.all([store(owner), store(owner)]);
      return Promise.all([one, two].map(async (id) => (await read(owner, id)).data.sealedCredential?.vaultKeyId));
    }),
  );
  expect(new Set(keys.flat()).size).toBe(2);
  const nodes = z
    .array(z.object({ labels: z.array(z.string()), properties: z.record(z.string(), z.unknown()) }))
    .parse(await everythingOf(identity.parts.database, first.tenantId));
  const vaultKey = nodes.find(({ labels }) => labels.includes('VaultKey'));
  expect(vaultKey?.properties).toMatchObject({
    version: 1,
    algorithm: 'AES-256-GCM',
    wrappedKey: expect.stringMatching(/^v1\./),
  });
});
