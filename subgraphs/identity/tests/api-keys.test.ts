import type { Viewer } from '@aether/common/security';
import { executeAs } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CREATE_KEY } from './graphql.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';

let identity: IdentityFixture;
beforeAll(async () => {
  const budgets = (viewer: Viewer | null) =>
    viewer?.apiKey?.id === 'key_with_budget' ? [{ node: { id: 'bud_1' } }] : [];
  identity = await identityFixture({
    operations: { BudgetsOfKey: (_, { onBehalfOf }) => ({ budgets: { edges: budgets(onBehalfOf) } }) },
  });
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
  [{ name: 'x', scopes: ['agent:run'], tokensPerMinute: 0 }, 'tokensPerMinute', 'VALIDATION_FAILED'],
  [{ name: 'x', scopes: ['agent:run'], models: ['openai/gpt 4'] }, 'models', 'VALIDATION_FAILED'],
  [{ name: 'x', scopes: ['agent:run'], models: [''] }, 'models', 'VALIDATION_FAILED'],
  [{ name: 'x', scopes: ['agent:run'], tools: ['search'] }, 'tools', 'VALIDATION_FAILED'],
  [{ name: 'x', scopes: ['agent:run'], tools: ['crm/a b'] }, 'tools', 'VALIDATION_FAILED'],
  [{ name: 'x', scopes: ['agent:run'], tools: ['crm/../x/y'] }, 'tools', 'VALIDATION_FAILED'],
  [{ name: 'x', scopes: ['agent:run'], tools: ['CRM/search'] }, 'tools', 'VALIDATION_FAILED'],
  [
    { name: 'x', scopes: ['agent:run'], models: Array.from({ length: 51 }, (_, n) => `a/${n}`) },
    'models',
    'VALIDATION_FAILED',
  ],
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

test('a key is limited to models, tools and tokens, and a limited key makes no other one', async () => {
  const { owner } = await identity.tenant();
  const make = async (viewer: Viewer, input: object = {}) =>
    executeAs<{ createApiKey: { apiKey: { id: string } | null } }>(identity.service, viewer, CREATE_KEY, {
      input: { name: 'x', scopes: ['model:use'], ...input },
    });
  const limits = { models: ['openai/*', 'agent:desk'], tools: ['crm/*', 'agent/desk'], tokensPerMinute: 1_000 };
  const { data } = await make(owner, limits);
  expect(data).toMatchObject({ createApiKey: { apiKey: limits, userErrors: [] } });
  const id = data.createApiKey.apiKey?.id ?? '';
  const withKey = (of: object) => ({
    ...owner,
    sessionId: null,
    expiresAt: null,
    apiKey: { id, models: [], tools: [], tokensPerMinute: null, ...of },
  });
  for (const [of, limit] of [
    [{ models: limits.models }, 'models'],
    [{ tools: limits.tools }, 'tools'],
    [{ tokensPerMinute: 1 }, 'tokens'],
    [{ id: 'key_with_budget' }, 'budget'],
  ] as const) {
    const { errors } = await make(withKey(of), limits);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', facts: { limits: [limit] } } }]);
  }
  expect((await make(withKey({}))).data).toMatchObject({ createApiKey: { userErrors: [] } });
  const one = '{ apiKey(id: "ID") { models tools tokensPerMinute } }'.replace('ID', id);
  expect((await executeAs(identity.service, owner, one)).data).toEqual({ apiKey: limits });
  const stranger = (await identity.tenant()).owner;
  expect((await executeAs(identity.service, stranger, one)).data).toEqual({ apiKey: null });
});
