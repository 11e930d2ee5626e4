import { executeAs } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEACTIVATE, INVITE, UPDATE_USER } from './graphql.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';

let identity: IdentityFixture;
beforeAll(async () => {
  identity = await identityFixture();
});
afterAll(() => identity[Symbol.asyncDispose]());

test('an invited person comes in with the link, sets name and password, and is active', async () => {
  const { owner } = await identity.tenant();
  const { data } = await executeAs<{ inviteUser: { user: object; invitationUrl: string } }>(
    identity.service,
    owner,
    INVITE,
    {
      input: { email: 'Grace@Example.org', name: 'Grace', roleKey: 'builder' },
    },
  );
  expect(data.inviteUser.user).toMatchObject({ name: 'Grace', status: 'INVITED', role: { key: 'builder' } });
  const path = new URL(data.inviteUser.invitationUrl).pathname;

  const weak = identity.call('POST', path, { body: { password: 'short' } });
  await expect(weak).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  const answer = await identity.call('POST', path, {
    body: { name: 'Grace Hopper', password: 'a ship in port is safe' },
  });
  expect(answer).toMatchObject({ status: 200, body: { signedIn: true } });
  expect(await identity.authenticate(answer.token ?? '')).toMatchObject({ roleKey: 'builder' });
  expect(
    (
      await identity.call('POST', '/auth/sign-in', {
        body: { email: 'grace@example.org', password: 'a ship in port is safe' },
      })
    ).status,
  ).toBe(200);
  await expect(identity.call('POST', path, { body: {} })).rejects.toMatchObject({ code: 'LINK_INVALID' });
});

test('a second invitation replaces the first; somebody active is not invited', async () => {
  const { owner } = await identity.tenant();
  const invite = async (roleKey: string) => {
    const { data } = await executeAs<{
      inviteUser: { user: { id: string } | null; invitationUrl: string; userErrors: object[] };
    }>(identity.service, owner, INVITE, {
      input: { email: 'alan@example.org', roleKey },
    });
    return data.inviteUser;
  };
  const [first, second] = [await invite('viewer'), await invite('member')];
  expect(second.user).toMatchObject({ id: first.user?.id, role: { key: 'member' } });
  expect((await identity.call('GET', new URL(first.invitationUrl).pathname)).location).toBe(
    '/sign-in?error=LINK_INVALID',
  );
  await identity.follow(second.invitationUrl);
  expect(await invite('admin')).toMatchObject({
    user: null,
    invitationUrl: null,
    userErrors: [{ path: ['email'], code: 'ALREADY_EXISTS' }],
  });
});

test.for([
  [{ email: 'not an address', roleKey: 'member' }, 'email'],
  [{ email: 'a@example.org', roleKey: 'emperor' }, 'roleKey'],
  [{ email: 'a@example.org', roleKey: 'member', name: ' '.repeat(3) }, 'name'],
] as const)('refuses the invitation %j', async ([input, field]) => {
  const { owner } = await identity.tenant();
  const { data } = await executeAs(identity.service, owner, INVITE, { input });
  expect(data).toEqual({
    inviteUser: { user: null, invitationUrl: null, userErrors: [{ path: [field], code: 'VALIDATION_FAILED' }] },
  });
});

test('an invitation into an unknown department makes nobody', async () => {
  const { owner } = await identity.tenant();
  const { errors } = await executeAs(identity.service, owner, INVITE, {
    input: { email: 'a@example.org', roleKey: 'member', departmentId: 'dep_unknown' },
  });
  expect(errors[0]?.extensions?.['code']).toBe('NOT_FOUND');
  const { data } = await executeAs<{ users: { edges: object[] } }>(
    identity.service,
    owner,
    '{ users { edges { node { id } } } }',
  );
  expect(data.users.edges).toHaveLength(1);
});

test('only owners make and unmake owners', async () => {
  const { owner } = await identity.tenant();
  const admin = await identity.join(owner, { email: 'admin@example.org', roleKey: 'admin' });
  const { errors } = await executeAs(identity.service, admin, INVITE, {
    input: { email: 'b@example.org', roleKey: 'owner' },
  });
  expect(errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  const demotion = await executeAs(identity.service, admin, UPDATE_USER, {
    input: { userId: owner.userId, roleKey: 'member' },
  });
  expect(demotion.errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  const deactivation = await executeAs(identity.service, admin, DEACTIVATE, { id: owner.userId });
  expect(deactivation.errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
});

test('a key with few scopes cannot invite somebody who may more', async () => {
  const { owner } = await identity.tenant();
  const key = { ...owner, sessionId: null, permissions: ['user:manage', 'user:update', 'user:read'] };
  const { data } = await executeAs(identity.service, key, INVITE, {
    input: { email: 'b@example.org', roleKey: 'admin' },
  });
  expect(data).toMatchObject({
    inviteUser: { user: null, userErrors: [{ path: ['roleKey'], code: 'SCOPE_NOT_GRANTED' }] },
  });
});

test('deactivating ends sessions at once, and an invitation brings the person back without the old password', async () => {
  const { owner } = await identity.tenant();
  const { data } = await executeAs<{ inviteUser: { user: { id: string }; invitationUrl: string } }>(
    identity.service,
    owner,
    INVITE,
    { input: { email: 'eve@example.org', roleKey: 'member' } },
  );
  const { token } = await identity.call('POST', new URL(data.inviteUser.invitationUrl).pathname, {
    body: { password: 'the old password' },
  });
  const gone = await executeAs(identity.service, owner, DEACTIVATE, { id: data.inviteUser.user.id });
  expect(gone.data).toMatchObject({ deactivateUser: { user: { status: 'DEACTIVATED' }, userErrors: [] } });
  expect(await identity.authenticate(token ?? '')).toBeNull();
  const signIn = () =>
    identity.call('POST', '/auth/sign-in', { body: { email: 'eve@example.org', password: 'the old password' } });
  expect((await signIn()).status).toBe(401);
  await identity.join(owner, { email: 'eve@example.org', roleKey: 'viewer' });
  expect((await signIn()).status).toBe(401);
});
