import { executeAs } from '@aether/test-support';
import type { Viewer } from '@aether/common/security';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STORE } from './graphql.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';

const READ = `query ($name: String!, $host: String!, $ownsAgent: Boolean!) {
  credentialForHost(name: $name, host: $host, agentId: "agt_1", ownsAgent: $ownsAgent) { id kind version sealed scopes } }`;
const HOST = 'api.example.com';

let identity: IdentityFixture;
beforeAll(async () => {
  identity = await identityFixture();
});
afterAll(() => identity[Symbol.asyncDispose]());

async function store(viewer: Viewer, input: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { data } = await executeAs<{ storeCredential: { credential: { id: string } } }>(
    identity.service,
    viewer,
    STORE,
    { input: { name: 'orders', kind: 'BEARER', value: 'secret-value-000', scopes: [HOST], shared: true, ...input } },
  );
  return data.storeCredential.credential.id;
}

const read = (viewer: Viewer, name = 'orders', host = HOST, caller = 'executions', ownsAgent = true) =>
  executeAs<{ credentialForHost: { id: string; sealed: string } | null }>(
    identity.service,
    viewer,
    READ,
    { name, host, ownsAgent },
    { caller },
  );

/** A colleague with every right, who owns nothing of the owner. */
const colleague = (owner: Viewer): Promise<Viewer> =>
  identity.join(owner, { email: `colleague-${crypto.randomUUID()}@example.org`, roleKey: 'owner' });

test('a secret is given for a host among its scopes, as cipher text', async () => {
  const { owner } = await identity.tenant();
  const id = await store(owner);
  const { data } = await read(owner);
  expect(data.credentialForHost?.id).toBe(id);
  expect(data.credentialForHost?.sealed).not.toContain('secret-value');
});

test('for another host it is refused: whoever writes an agent chooses the address', async () => {
  const { owner } = await identity.tenant();
  await store(owner);
  for (const host of ['evil.example', `${HOST}.evil.example`, `${HOST}:8443`]) {
    const { errors } = await read(owner, 'orders', host);
    expect(errors[0]?.extensions?.['code']).toBe('CREDENTIAL_SCOPE');
  }
});

test("somebody else's own secret is not there, whatever rights the person has", async () => {
  const { owner } = await identity.tenant();
  await store(owner, { shared: false });
  expect((await read(await colleague(owner))).data.credentialForHost).toBeNull();
  expect((await read(owner)).data.credentialForHost).not.toBeNull();
});

test('an agent of somebody else gets what is shared, and never what is private to the person who runs it', async () => {
  const { owner } = await identity.tenant();
  await store(owner, { shared: false });
  const readForOther = () => read(owner, 'orders', HOST, 'executions', false);
  expect((await readForOther()).data.credentialForHost).toBeNull();
  const shared = await store(await colleague(owner));
  expect((await readForOther()).data.credentialForHost?.id).toBe(shared);
  const own = await store(owner, { name: 'own' });
  expect((await read(owner, 'own', HOST, 'executions', false)).data.credentialForHost?.id).toBe(own);
});

test('a grant of OAuth is for its tool server: a secret of the same name is found beside it', async () => {
  const { owner } = await identity.tenant();
  const value = { clientId: 'id', clientSecret: 'a-client-secret-9876' };
  await store(owner, { kind: 'OAUTH2', value, shared: false });
  expect((await read(owner)).data.credentialForHost).toBeNull();
  const bearer = await store(await colleague(owner));
  expect((await read(owner)).data.credentialForHost?.id).toBe(bearer);
});

test('of one name, the own secret comes before a shared one', async () => {
  const { owner } = await identity.tenant();
  await store(await colleague(owner));
  const own = await store(owner, { shared: false });
  expect((await read(owner)).data.credentialForHost?.id).toBe(own);
});

test('another tenant, another name and another service get nothing', async () => {
  const { owner } = await identity.tenant();
  await store(owner);
  expect((await read((await identity.tenant()).owner)).data.credentialForHost).toBeNull();
  expect((await read(owner, 'order')).data.credentialForHost).toBeNull();
  expect((await read(owner, 'orders', HOST, 'memory')).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
});
