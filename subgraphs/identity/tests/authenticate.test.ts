import { executeAs } from '@aether/test-support';
import { REVOCATION_CHANNEL } from '@aether/schema';
import { beforeEach, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';
import { TestClock } from './test-clock.ts';

const CREATE_KEY =
  'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { id prefix lastUsedAt } userErrors { code } } }';

let clock: TestClock;
let identity: IdentityFixture;
beforeEach(async () => {
  clock = new TestClock();
  identity = await identityFixture({ parts: { clock } });
  return () => identity[Symbol.asyncDispose]();
});

async function session() {
  const { signInUrl } = await identity.service.createTenant({ name: 'Acme', ownerEmail: 'ada@example.org' });
  const { token } = await identity.call('GET', new URL(signInUrl).pathname);
  return token ?? '';
}

async function apiKey(input: Readonly<Record<string, unknown>> = {}) {
  const { owner } = await identity.tenant();
  const { data } = await executeAs<{ createApiKey: { secret: string; apiKey: { id: string; prefix: string } } }>(
    identity.service,
    owner,
    CREATE_KEY,
    {
      input: { name: 'CI', scopes: ['agent:run', 'agent:read'], ...input },
    },
  );
  return { owner, ...data.createApiKey };
}

test('a session that is not used ends after seven days', async () => {
  const token = await session();
  clock.advance({ days: 6 });
  expect(await identity.authenticate(token)).not.toBeNull();
  clock.advance({ days: 7, minutes: 1 });
  expect(await identity.authenticate(token)).toBeNull();
});

test('a session that is used ends after thirty days at the latest', async () => {
  const token = await session();
  const latest = clock.now().getTime() + 30 * 24 * 60 * 60_000;
  for (let use = 1; use <= 5; use += 1) {
    clock.advance({ days: 5 });
    // The new end is written with the next batch; until then each answer computes it anew.
    await eventually(async () => {
      const [first, second] = [await identity.authenticate(token), await identity.authenticate(token)];
      expect(first?.expiresAt).toBe(second?.expiresAt);
      expect(Date.parse(first?.expiresAt ?? '')).toBeLessThanOrEqual(latest);
    });
  }
  clock.advance({ days: 5, minutes: 1 });
  expect(await identity.authenticate(token)).toBeNull();
});

test.for(['', 'nonsense', 'aek_12345678_nonsense', 'x'.repeat(5_000), "' OR 1=1 --"])(
  'nobody is behind %j',
  async (token) => {
    expect(await identity.authenticate(token)).toBeNull();
  },
);

test('an API key grants what its scopes and the role of its owner both grant', async () => {
  const {
    secret,
    owner,
    apiKey: key,
  } = await apiKey({
    requestsPerMinute: 60,
    tokensPerMinute: 5_000,
    models: ['openai/*'],
    tools: ['crm/*'],
  });
  expect(secret).toMatch(/^aek_\w{8}_\w{43}$/);
  expect(secret.startsWith(`${key.prefix}_`)).toBe(true);
  const principal = await identity.authenticate(secret);
  expect(principal).toMatchObject({
    tenantId: owner.tenantId,
    userId: owner.userId,
    sessionId: null,
    apiKeyId: key.id,
    requestsPerMinute: 60,
    tokensPerMinute: 5_000,
    models: ['openai/*'],
    tools: ['crm/*'],
    expiresAt: null,
    scopes: ['agent:run', 'agent:read'],
  });
  expect(principal?.permissions.toSorted()).toEqual(['agent:read', 'agent:run']);
});

test('a key loses what its owner loses', async () => {
  const { owner } = await identity.tenant();
  const builder = await identity.join(owner, { email: 'bob@example.org', roleKey: 'builder' });
  const { data } = await executeAs<{ createApiKey: { secret: string } }>(identity.service, builder, CREATE_KEY, {
    input: { name: 'CI', scopes: ['agent:publish', 'agent:read'] },
  });
  const { secret } = data.createApiKey;
  await executeAs(
    identity.service,
    owner,
    'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { userErrors { code } } }',
    {
      input: { userId: builder.userId, roleKey: 'viewer' },
    },
  );
  expect((await identity.authenticate(secret))?.permissions).toEqual(['agent:read']);
});

test('a key ends when it expires, when it is revoked, and when its owner is deactivated', async () => {
  const expiring = await apiKey({ expiresAt: new Date(clock.now().getTime() + 60 * 60_000).toISOString() });
  expect(await identity.authenticate(expiring.secret)).not.toBeNull();
  clock.advance({ hours: 1 });
  expect(await identity.authenticate(expiring.secret)).toBeNull();

  const revoked = await apiKey();
  await executeAs(
    identity.service,
    revoked.owner,
    'mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { apiKey { revokedAt } } }',
    { id: revoked.apiKey.id },
  );
  expect(await identity.authenticate(revoked.secret)).toBeNull();

  const { owner } = await identity.tenant();
  const member = await identity.join(owner, { email: 'eve@example.org', roleKey: 'member' });
  const { data } = await executeAs<{ createApiKey: { secret: string } }>(identity.service, member, CREATE_KEY, {
    input: { name: 'CI', scopes: ['agent:run'] },
  });
  await executeAs(
    identity.service,
    owner,
    'mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { userErrors { code } } }',
    { id: member.userId },
  );
  expect(await identity.authenticate(data.createApiKey.secret)).toBeNull();
});

test('the last use of a key is written, at most once a minute', async () => {
  const { secret, owner } = await apiKey();
  const lastUsedAt = async () => {
    const { data } = await executeAs<{ apiKeys: { edges: { node: { lastUsedAt: string | null } }[] } }>(
      identity.service,
      owner,
      '{ apiKeys { edges { node { lastUsedAt } } } }',
    );
    return data.apiKeys.edges[0]?.node.lastUsedAt ?? null;
  };
  expect(await lastUsedAt()).toBeNull();
  await identity.authenticate(secret);
  const first = await eventually(async () => {
    const at = await lastUsedAt();
    expect(at).not.toBeNull();
    return at;
  });
  clock.advance({ minutes: 2 });
  await identity.authenticate(secret);
  await eventually(async () => expect(await lastUsedAt()).not.toBe(first));
});

test('gateways hear at once when access changes', async () => {
  const { secret, owner, apiKey: key } = await apiKey();
  const heard: unknown[] = [];
  const stop = new AbortController();
  const subscription = identity.parts.streams.subscribe(REVOCATION_CHANNEL, { signal: stop.signal });
  const listening = (async () => {
    for await (const message of subscription) heard.push(message);
  })();
  await subscription.ready;
  await executeAs(
    identity.service,
    owner,
    'mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { apiKey { id } } }',
    { id: key.id },
  );
  await eventually(() => expect(heard).toEqual([{ tenantId: owner.tenantId, userIds: [owner.userId] }]));
  expect(await identity.authenticate(secret)).toBeNull();
  stop.abort();
  await listening;
});
