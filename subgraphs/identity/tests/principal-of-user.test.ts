import type { Viewer } from '@aether/common/security';
import { executeAs } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CREATE_KEY } from './graphql.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';
import { TestClock } from './test-clock.ts';

const ASK = `query ($userId: ID!, $apiKeyId: ID) {
  principalOfUser(userId: $userId, scopes: [], apiKeyId: $apiKeyId) { userId apiKeyId } }`;
const REVOKE = 'mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { userErrors { code } } }';

const clock = new TestClock();
let identity: IdentityFixture;
beforeAll(async () => {
  identity = await identityFixture({ parts: { clock } });
});
afterAll(() => identity[Symbol.asyncDispose]());

async function keyOf(viewer: Viewer, expiresAt?: string): Promise<string> {
  const { data } = await executeAs<{ createApiKey: { apiKey: { id: string } } }>(identity.service, viewer, CREATE_KEY, {
    input: { name: 'CI', scopes: ['agent:run'], expiresAt },
  });
  return data.createApiKey.apiKey.id;
}

/** The key of the answer: null = it counts no more. */
async function usableKey(viewer: Viewer, apiKeyId: string | null): Promise<string | null | undefined> {
  const { data } = await executeAs<{ principalOfUser: { apiKeyId: string | null } | null }>(
    identity.service,
    viewer,
    ASK,
    { userId: viewer.userId, apiKeyId },
    { caller: 'executions' },
  );
  return data.principalOfUser?.apiKeyId;
}

test('a key counts until it is revoked', async () => {
  const { owner } = await identity.tenant();
  const id = await keyOf(owner);
  expect(await usableKey(owner, id)).toBe(id);
  expect(await usableKey(owner, null)).toBeNull();
  await executeAs(identity.service, owner, REVOKE, { id });
  expect(await usableKey(owner, id)).toBeNull();
});

test('a key counts until it expires', async () => {
  const { owner } = await identity.tenant();
  const id = await keyOf(owner, new Date(clock.now().getTime() + 60_000).toISOString());
  expect(await usableKey(owner, id)).toBe(id);
  clock.advance({ minutes: 1 });
  expect(await usableKey(owner, id)).toBeNull();
});

test("a colleague's key, one of another tenant, and one that there is not, count for nobody", async () => {
  const { owner } = await identity.tenant();
  const colleague = await identity.join(owner, { email: `c-${crypto.randomUUID()}@example.org`, roleKey: 'owner' });
  const { owner: stranger } = await identity.tenant();
  for (const id of [await keyOf(colleague), await keyOf(stranger), 'key_unknown'])
    expect(await usableKey(owner, id)).toBeNull();
});
