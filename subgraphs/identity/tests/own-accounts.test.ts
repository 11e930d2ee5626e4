import { randomUUID } from 'node:crypto';
import { Outbox } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { REVOCATION_CHANNEL } from '@aether/schema';
import { executeAs, testId } from '@aether/test-support';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { everythingOf } from './everything-of.ts';
import { eventually } from './eventually.ts';
import { DEACTIVATE } from './graphql.ts';
import { type OAuthFixture, oauthFixture } from './oauth-fixture.ts';
import { openSealed, type Sealed } from './open-sealed.ts';

const CANARY = 'key-canary-9sT4mVx2Qa7LpE';
const STORE = `mutation ($input: StoreOwnCredentialInput!) { storeOwnCredential(input: $input) {
  credential { id name kind status scopes shared lastFour toolServer { id } } userErrors { path code message } } }`;
const REMOVE =
  'mutation ($id: ID!) { removeOwnCredential(input: { credentialId: $id }) { deletedId userErrors { code } } }';
const DELETE =
  'mutation ($id: ID!) { deleteCredential(input: { credentialId: $id }) { deletedId userErrors { code } } }';
const OWN = '{ ownCredentials { id status shared toolServer { id } } }';
const READ = `query ($toolServerId: ID!, $refusedVersion: Int) { sealedOwnCredential(toolServerId: $toolServerId, refusedVersion: $refusedVersion) {
  id kind version vaultKeyId sealed scopes resource } }`;
const READ_BY_ID = 'query ($id: ID!) { sealedCredential(id: $id, purpose: "ToolServer:tsv_web:web") { id } }';
const BY_NAME =
  'query ($name: String!, $host: String!) { credentialForHost(name: $name, host: $host, agentId: "agt_1", ownsAgent: true) { id } }';

interface Own {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}
type SealedOwn = Sealed & { readonly id: string };

let oauth: OAuthFixture;
let ada: Viewer;
let bob: Viewer;
let address: string;
beforeAll(async () => {
  oauth = await oauthFixture();
  address = oauth.tools.url;
});
afterAll(() => oauth[Symbol.asyncDispose]());
beforeEach(async () => {
  oauth.server.behave();
  oauth.urls.set('web', address);
  oauth.names.clear();
  ({ owner: ada } = await oauth.identity.tenant());
  bob = await oauth.identity.join(ada, { email: `bob-${randomUUID()}@example.org`, roleKey: 'member' });
});

const store = async (viewer: Viewer, input: object = {}) =>
  executeAs<{ storeOwnCredential: { credential: Own | null; userErrors: readonly object[] } }>(
    oauth.identity.service,
    viewer,
    STORE,
    { input: { toolServerId: 'tsv_web', kind: 'API_KEY', value: CANARY, ...input } },
  );
const ownOf = async (viewer: Viewer) =>
  (await executeAs<{ ownCredentials: readonly Own[] }>(oauth.identity.service, viewer, OWN)).data.ownCredentials;
const read = (viewer: Viewer, variables: object = {}, caller = 'mcp-gateway') =>
  executeAs<{ sealedOwnCredential: SealedOwn | null }>(
    oauth.identity.service,
    viewer,
    READ,
    { toolServerId: 'tsv_web', ...variables },
    { caller },
  );
async function open(viewer: Viewer, variables: object = {}): Promise<string | null> {
  const sealed = (await read(viewer, variables)).data.sealedOwnCredential;
  return sealed === null ? null : openSealed(oauth.identity, viewer, { id: sealed.id, purpose: 'own-account', sealed });
}

async function signInOwn(viewer: Viewer): Promise<string> {
  const { credential, authorizationUrl, userErrors } = await oauth.beginOwn(viewer);
  expect(userErrors).toEqual([]);
  const back = await oauth.comeBack(viewer, await oauth.server.agree(authorizationUrl ?? ''));
  expect(back.location).toBe('/tools/tsv_web?signIn=DONE');
  return credential?.id ?? '';
}

test('a member stores a key of their own for a server, and it is opened in their calls alone', async () => {
  const { data } = await store(bob);
  const id = data.storeOwnCredential.credential?.id;
  expect(data.storeOwnCredential).toMatchObject({
    credential: { shared: false, lastFour: '7LpE', status: 'ACTIVE', toolServer: { id: 'tsv_web' } },
    userErrors: [],
  });
  expect(await ownOf(bob)).toMatchObject([{ id, toolServer: { id: 'tsv_web' } }]);
  expect(await open(bob)).toBe(CANARY);
  expect((await read(bob)).data.sealedOwnCredential).toMatchObject({ resource: address });
  const stranger = (await oauth.identity.tenant()).owner;
  for (const other of [ada, stranger, { ...bob, tenantId: stranger.tenantId }, { ...bob, userId: null }]) {
    expect(await ownOf(other)).toEqual([]);
    expect(await open(other)).toBeNull();
  }
  expect(await open(bob, { toolServerId: 'tsv_neighbor' })).toBeNull();
  for (const caller of ['llm-gateway', 'executions', 'graphql-gateway'])
    expect((await read(bob, {}, caller)).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  const kept = JSON.stringify(await everythingOf(oauth.identity.parts.database, bob.tenantId));
  expect(kept).toContain(id);
  expect(kept).not.toContain(CANARY);
});

test('two people have an account each, and each is given their own', async () => {
  await Promise.all([store(ada, { value: 'key-of-ada-0001' }), store(bob, { value: 'key-of-bob-0002' })]);
  expect(await Promise.all([open(ada), open(bob)])).toEqual(['key-of-ada-0001', 'key-of-bob-0002']);
});

test('it cannot be had as anything else: by its id, by its name, shared, moved, or with another value', async () => {
  const { credential } = (await store(bob)).data.storeOwnCredential;
  const id = credential?.id ?? '';
  const { service } = oauth.identity;
  const byId = await executeAs(service, ada, READ_BY_ID, { id }, { caller: 'mcp-gateway' });
  expect(byId.data).toEqual({ sealedCredential: null });
  const host = new URL(address).host;
  const byName = await executeAs(service, bob, BY_NAME, { name: credential?.name, host }, { caller: 'executions' });
  expect(byName.data).toEqual({ credentialForHost: null });
  const update =
    'mutation ($input: UpdateCredentialInput!) { updateCredential(input: $input) { userErrors { code path } } }';
  const builder = { ...bob, permissions: [...bob.permissions, 'credential:write'] };
  for (const change of [{ shared: true }, { scopes: ['evil.example'] }]) {
    const mine = await executeAs(service, builder, update, { input: { credentialId: id, ...change } });
    expect(mine.data).toMatchObject({ updateCredential: { userErrors: [{ code: 'VALIDATION_FAILED' }] } });
    const foreign = await executeAs(service, ada, update, { input: { credentialId: id, ...change } });
    expect(foreign.errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  }
  const rotate =
    'mutation ($id: ID!) { rotateCredential(input: { credentialId: $id, value: "key-of-the-administrator" }) { userErrors { code } } }';
  expect((await executeAs(service, ada, rotate, { id })).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  await expect(oauth.begin(ada, { credentialId: id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await open(bob)).toBe(CANARY);
});

test('of many values at once one is kept, and it opens', async () => {
  const values = Array.from({ length: 5 }, (_, index) => `key-number-${index}-of-many`);
  const stored = await Promise.all(values.map((value) => store(bob, { value })));
  expect(stored.flatMap(({ errors }) => errors).length).toBeLessThan(5);
  expect(await ownOf(bob)).toHaveLength(1);
  expect(values).toContain(await open(bob));
});

test('a removed account is given to nobody; only its owner, or an administrator, removes it', async () => {
  const remove = (viewer: Viewer, id: string) => executeAs(oauth.identity.service, viewer, REMOVE, { id });
  const first = (await store(bob)).data.storeOwnCredential.credential?.id ?? '';
  const eve = await oauth.identity.join(ada, { email: `eve-${randomUUID()}@example.org`, roleKey: 'member' });
  for (const other of [eve, ada, (await oauth.identity.tenant()).owner])
    expect((await remove(other, first)).errors[0]?.extensions?.['code']).toBe('NOT_FOUND');
  expect((await remove(bob, first)).data).toEqual({ removeOwnCredential: { deletedId: first, userErrors: [] } });
  expect(await open(bob)).toBeNull();
  expect(await ownOf(bob)).toEqual([]);
  const second = (await store(bob)).data.storeOwnCredential.credential?.id ?? '';
  // Used, and removed without force: nobody but its owner relies on it.
  await open(bob);
  const deleted = await executeAs(oauth.identity.service, ada, DELETE, { id: second });
  expect(deleted.data).toEqual({ deleteCredential: { deletedId: second, userErrors: [] } });
  expect(await open(bob)).toBeNull();
});

test('whoever is deactivated loses the accounts, and is given none meanwhile', async () => {
  await store(bob);
  await executeAs(oauth.identity.service, ada, DEACTIVATE, { id: bob.userId });
  expect(await open(bob)).toBeNull();
  const held = await executeAs<{ credentials: { edges: readonly object[] } }>(
    oauth.identity.service,
    ada,
    '{ credentials { edges { node { id } } } }',
  );
  expect(held.data.credentials.edges).toEqual([]);
});

test('they go with their server', async () => {
  await store(bob);
  const { database, streams, clock } = oauth.identity.parts;
  const outbox = new Outbox({ lane: `agents/${testId('evt')}`, database, streams, clock });
  await outbox.open();
  const type = 'aether.tool-server.removed';
  const event = { type, subject: 'tsv_web', actorId: null, requestId: null, data: { audit: {} } } as const;
  await database.tenant(bob.tenantId).transaction((transaction) => outbox.append(transaction, [event]));
  outbox.ring();
  await eventually(async () => expect(await ownOf(bob)).toEqual([]));
});

test.each([
  ['an unknown server', { toolServerId: 'tsv_none' }, 'NOT_FOUND'],
  ['a server that everybody uses with one account', { toolServerId: 'tsv_neighbor' }, 'VALIDATION_FAILED'],
  ['a kind that is no key', { kind: 'OAUTH2', value: { clientId: 'a', refreshToken: 'b' } }, 'VALIDATION_FAILED'],
  ['an empty key', { value: '' }, 'VALIDATION_FAILED'],
])('%s is refused', async (_what, input, code) => {
  const { data, errors } = await store(bob, input);
  const codes = [errors[0]?.extensions?.['code'], data?.storeOwnCredential?.userErrors[0]];
  expect(JSON.stringify(codes)).toContain(code);
  expect(await ownOf(bob)).toEqual([]);
});

test.each([
  ['long', 'n'.repeat(120), `Account at ${'n'.repeat(109)}`],
  ['long, with a pair of surrogates where it is cut', `${'n'.repeat(108)}🗝🗝🗝`, `Account at ${'n'.repeat(108)}`],
])('an account at a server whose name is %s is named as far as names go', async (_name, serverName, expected) => {
  oauth.names.set('web', serverName);
  expect((await store(bob)).data.storeOwnCredential).toMatchObject({ credential: { name: expected }, userErrors: [] });
  expect(await oauth.beginOwn(bob)).toMatchObject({ credential: { name: expected }, userErrors: [] });
});

test('an API key connects no account in the name of its person', async () => {
  const { errors } = await store({ ...bob, sessionId: null });
  expect(errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  await expect(oauth.beginOwn({ ...bob, sessionId: null })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test.each(['key', 'sign-in'])('an API key neither replaces nor removes an own account that is a %s', async (kind) => {
  const id = kind === 'key' ? (await store(bob)).data.storeOwnCredential.credential?.id : await signInOwn(bob);
  const before = await open(bob);
  const { service } = oauth.identity;
  const builder = { ...bob, permissions: [...bob.permissions, 'credential:write'] };
  const key = { ...builder, sessionId: null };
  const value = kind === 'key' ? 'key-of-somebody-else' : '{"clientId":"x","refreshToken":"of-somebody-else"}';
  const rotate =
    'mutation ($id: ID!, $value: String!) { rotateCredential(input: { credentialId: $id, value: $value }) { credential { id } userErrors { code path message } } }';
  // Nor does a session by this way, which tells nobody that the account is another one.
  for (const viewer of [key, builder])
    expect((await executeAs(service, viewer, rotate, { id, value })).data).toEqual({
      rotateCredential: {
        credential: null,
        userErrors: [
          {
            code: 'VALIDATION_FAILED',
            path: ['credentialId'],
            message: expect.stringContaining('storeOwnCredential and authorizeOwnCredential'),
          },
        ],
      },
    });
  expect((await executeAs(service, key, REMOVE, { id })).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  expect((await executeAs(service, key, DELETE, { id })).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  expect(await open(bob)).toBe(before);
});

test('a member signs in with an own account, twice with the same one, and refreshes go to it alone', async () => {
  const id = await signInOwn(bob);
  const first = await open(bob);
  expect(oauth.server.takes(first ?? '')).toBe(true);
  expect(await signInOwn(bob)).toBe(id);
  expect(await open(ada)).toBeNull();
  const { version } = (await read(bob)).data.sealedOwnCredential ?? {};
  const renewed = await Promise.all([1, 2, 3].map(() => open(bob, { refusedVersion: version })));
  // One refresh for all who ask at once.
  expect(new Set(renewed).size).toBe(1);
  expect(renewed[0]).not.toBe(first);
});

test('an own account is never for another address than the one it was connected at', async () => {
  const before = await signInOwn(bob);
  oauth.urls.set('web', new URL('/moved', address).href);
  // Still for the old one, as the gateway is told.
  expect((await read(bob)).data.sealedOwnCredential).toMatchObject({ id: before, resource: address });
  await store(bob, { value: 'key-at-the-new-address' });
  expect((await read(bob)).data.sealedOwnCredential).toMatchObject({ resource: oauth.urls.get('web') });
  expect((await read(bob)).data.sealedOwnCredential?.id).not.toBe(before);
  expect(await ownOf(bob)).toHaveLength(1);
});

test('a consent that ends after the account was removed, or replaced by a key, brings nothing back', async () => {
  const begun = await oauth.beginOwn(bob);
  const back = await oauth.server.agree(begun.authorizationUrl ?? '');
  await store(bob);
  expect(await oauth.comeBack(bob, back)).toMatchObject({ location: '/tools?signIn=LINK_INVALID' });
  expect(await open(bob)).toBe(CANARY);
  expect(await ownOf(bob)).toHaveLength(1);
});

test('gateways hear whose account is another one now, by whatever way it became so', async () => {
  const { streams } = oauth.identity.parts;
  const heard: unknown[] = [];
  const stop = new AbortController();
  const subscription = streams.subscribe(REVOCATION_CHANNEL, { signal: stop.signal });
  const listening = (async () => {
    for await (const message of subscription) heard.push(message);
  })();
  await subscription.ready;
  const change = async (work: () => Promise<unknown>) => {
    heard.length = 0;
    await work();
    await eventually(() => expect(heard).toContainEqual({ tenantId: bob.tenantId, userIds: [bob.userId] }));
  };
  await change(() => signInOwn(bob));
  // With the same credential, by another account of the person.
  await change(() => signInOwn(bob));
  await change(() => store(bob));
  await change(() => store(bob, { value: 'key-of-another-account' }));
  const [own] = await ownOf(bob);
  await change(() => executeAs(oauth.identity.service, bob, REMOVE, { id: own?.id }));
  stop.abort();
  await listening;
});
