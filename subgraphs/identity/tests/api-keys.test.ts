import { executeAs } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CREATE_KEY } from './graphql.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';

let identity: IdentityFixture;
beforeAll(async () => {
  identity = await identityFixture();
});
afterAll(() => identity[Symbol.asyncDispose]());

const KEYS = '{ apiKeys { edges { node { id name prefix scopes revokedAt user { id } } } } }';
const REVOKE =
  'mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { apiKey { revokedAt } userErrors { code } } }';

test('the secret is in the first answer only', async () => {
  const { owner } = await identity.tenant();
  const { data } = await executeAs<{ createApiKey: { secret: string; apiKey: { id: string } } }>(
    identity.service,
    owner,
    CREATE_KEY,
    {
      input: {
        name: 'CI',
        scopes: ['agent:run', 'agent:run'],
        requestsPerMinute: 10,
        expiresAt: '2999-01-01T00:00:00Z',
      },
    },
  );
  expect(data).toMatchObject({
    createApiKey: {
      apiKey: {
        name: 'CI',
        scopes: ['agent:run'],
        requestsPerMinute: 10,
        expiresAt: '2999-01-01T00:00:00.000Z',
        user: { id: owner.userId },
      },
      userErrors: [],
    },
  });
  const list = JSON.stringify((await executeAs(identity.service, owner, KEYS)).data);
  expect(list).toContain(data.createApiKey.apiKey.id);
  expect(list).not.toContain(data.createApiKey.secret);
});

test.for([
  [{ name: 'x', scopes: ['agent:fly'] }, 'scopes', 'VALIDATION_FAILED'],
  [{ name: 'x', scopes: [] }, 'scopes', 'VALIDATION_FAILED'],
  [{ name: ' ', scopes: ['agent:run'] }, 'name', 'VALIDATION_FAILED'],
  [{ name: 'x', scopes: ['agent:run'], requestsPerMinute: 0 }, 'requestsPerMinute', 'VALIDATION_FAILED'],
  [{ name: 'x', scopes: ['agent:run'], expiresAt: '2001-01-01T00:00:00Z' }, 'expiresAt', 'VALIDATION_FAILED'],
  [{ name: 'x', scopes: ['agent:run', 'audit:read'] }, 'scopes', 'SCOPE_NOT_GRANTED'],
] as const)('refuses the key %j', async ([input, field, code]) => {
  const { owner } = await identity.tenant();
  const member = await identity.join(owner, { email: 'bob@example.org', roleKey: 'member' });
  const { data } = await executeAs(identity.service, member, CREATE_KEY, { input });
  expect(data).toEqual({ createApiKey: { secret: null, apiKey: null, userErrors: [{ path: [field], code }] } });
});

test('a key makes no key that outlives it', async () => {
  const { owner } = await identity.tenant();
  const key = { ...owner, sessionId: null, expiresAt: '2998-01-01T00:00:00.000Z' };
  const make = async (expiresAt: string | null) => {
    const { data } = await executeAs<{ createApiKey: { userErrors: object[] } }>(identity.service, key, CREATE_KEY, {
      input: { name: 'x', scopes: ['agent:run'], expiresAt },
    });
    return data.createApiKey.userErrors.length;
  };
  expect([await make(null), await make('2999-01-01T00:00:00Z'), await make('2997-01-01T00:00:00Z')]).toEqual([1, 1, 0]);
});

test('members see and revoke their own keys, administrators those of everybody', async () => {
  const { owner } = await identity.tenant();
  const [bob, eve] = await Promise.all(
    ['bob', 'eve'].map((name) => identity.join(owner, { email: `${name}@example.org`, roleKey: 'member' })),
  );
  const { data } = await executeAs<{ createApiKey: { apiKey: { id: string } } }>(
    identity.service,
    bob ?? null,
    CREATE_KEY,
    { input: { name: 'CI', scopes: ['agent:run'] } },
  );
  const { id } = data.createApiKey.apiKey;
  expect((await executeAs(identity.service, eve ?? null, KEYS)).data).toEqual({ apiKeys: { edges: [] } });
  expect((await executeAs(identity.service, eve ?? null, REVOKE, { id })).errors[0]?.extensions?.['code']).toBe(
    'NOT_FOUND',
  );
  expect((await executeAs(identity.service, owner, KEYS)).data).toMatchObject({
    apiKeys: { edges: [{ node: { id, user: { id: bob?.userId } } }] },
  });
  const first = await executeAs<{ revokeApiKey: { apiKey: { revokedAt: string } } }>(identity.service, owner, REVOKE, {
    id,
  });
  expect(first.data.revokeApiKey.apiKey.revokedAt).toEqual(expect.any(String));
  expect((await executeAs(identity.service, bob ?? null, REVOKE, { id })).data).toEqual(first.data);
});

test('a viewer makes no keys', async () => {
  const { owner } = await identity.tenant();
  const viewer = await identity.join(owner, { email: 'bob@example.org', roleKey: 'viewer' });
  const { errors } = await executeAs(identity.service, viewer, CREATE_KEY, {
    input: { name: 'x', scopes: ['agent:read'] },
  });
  expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', facts: { permission: 'api-key:create' } });
});
