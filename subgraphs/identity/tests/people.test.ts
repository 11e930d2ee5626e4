import { executeAs } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CREATE_DEPARTMENT, CREATE_TEAM, DEACTIVATE, INVITE, UPDATE_USER } from './graphql.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';

let identity: IdentityFixture;
beforeAll(async () => {
  identity = await identityFixture();
});
afterAll(() => identity[Symbol.asyncDispose]());

test('the viewer sees themselves, the tenant, the permissions and the sessions', async () => {
  const { owner, tenantId, email } = await identity.tenant();
  const { data, errors } = await executeAs(
    identity.service,
    owner,
    '{ viewer { user { id email status role { key builtIn } lastSeenAt } tenant { id name } permissions expiresAt sessions { id current userAgent } } }',
  );
  expect(errors).toEqual([]);
  expect(data).toMatchObject({
    viewer: {
      user: {
        id: owner.userId,
        email,
        status: 'ACTIVE',
        role: { key: 'owner', builtIn: true },
        lastSeenAt: expect.any(String),
      },
      tenant: { id: tenantId, name: 'Test organization' },
      permissions: owner.permissions,
      sessions: [{ id: owner.sessionId, current: true }],
    },
  });
});

test('nobody is a viewer, and that is no error', async () => {
  expect(await executeAs(identity.service, null, '{ viewer { permissions } }')).toEqual({
    data: { viewer: null },
    errors: [],
  });
});

test('the last owner stays, also when two leave at once', async () => {
  const { owner } = await identity.tenant();
  const alone = await executeAs(identity.service, owner, DEACTIVATE, { id: owner.userId });
  expect(alone.data).toMatchObject({ deactivateUser: { user: null, userErrors: [{ code: 'LAST_OWNER' }] } });
  const second = await identity.join(owner, { email: 'second@example.org', roleKey: 'owner' });
  const answers = await Promise.all([
    executeAs<{ updateUser: { userErrors: { code: string }[] } }>(identity.service, owner, UPDATE_USER, {
      input: { userId: owner.userId, roleKey: 'member' },
    }),
    executeAs<{ updateUser: { userErrors: { code: string }[] } }>(identity.service, second, UPDATE_USER, {
      input: { userId: second.userId, roleKey: 'member' },
    }),
  ]);
  expect(answers.flatMap(({ data }) => data.updateUser.userErrors.map(({ code }) => code))).toEqual(['LAST_OWNER']);
});

test('everybody changes their own profile, nobody their own role', async () => {
  const { owner } = await identity.tenant();
  const member = await identity.join(owner, { email: 'bob@example.org', roleKey: 'member' });
  const { data } = await executeAs(identity.service, member, UPDATE_USER, {
    input: {
      userId: member.userId,
      name: 'Bob',
      jobTitle: 'Engineer',
      avatarUrl: 'https://example.org/bob.png',
      expertise: ['graphs', 'graphs'],
    },
  });
  expect(data).toMatchObject({
    updateUser: { user: { name: 'Bob', jobTitle: 'Engineer', expertise: ['graphs'] }, userErrors: [] },
  });
  for (const input of [
    { userId: member.userId, roleKey: 'admin' },
    { userId: owner.userId, name: 'Mallory' },
  ]) {
    const { errors } = await executeAs(identity.service, member, UPDATE_USER, { input });
    expect(errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  }
  const script = await executeAs(identity.service, member, UPDATE_USER, {
    input: { userId: member.userId, avatarUrl: 'javascript:alert(1)' },
  });
  expect(script.data).toMatchObject({
    updateUser: { user: null, userErrors: [{ path: ['avatarUrl'], code: 'VALIDATION_FAILED' }] },
  });
});

test('an administrator moves people between departments and teams, and null takes them out', async () => {
  const { owner } = await identity.tenant();
  const member = await identity.join(owner, { email: 'bob@example.org', roleKey: 'member' });
  const department = await executeAs<{ createDepartment: { department: { id: string } } }>(
    identity.service,
    owner,
    CREATE_DEPARTMENT,
    { input: { name: 'Sales' } },
  );
  const team = await executeAs<{ createTeam: { team: { id: string } } }>(identity.service, owner, CREATE_TEAM, {
    input: { name: 'North' },
  });
  const [departmentId, teamId] = [department.data.createDepartment.department.id, team.data.createTeam.team.id];
  const moved = await executeAs(identity.service, owner, UPDATE_USER, {
    input: { userId: member.userId, departmentId, teamIds: [teamId] },
  });
  expect(moved.data).toMatchObject({
    updateUser: { user: { department: { id: departmentId }, teams: [{ id: teamId }] }, userErrors: [] },
  });
  const out = await executeAs(identity.service, owner, UPDATE_USER, {
    input: { userId: member.userId, departmentId: null, teamIds: [] },
  });
  expect(out.data).toMatchObject({ updateUser: { user: { department: null, teams: [] } } });
});

test('only the person agrees to be named, nobody has until then, and only the person sees it', async () => {
  const { owner } = await identity.tenant();
  const member = await identity.join(owner, { email: 'bob@example.org', roleKey: 'member' });
  const agreed = async (viewer: typeof owner) =>
    (
      await executeAs<{ user: { namedInEvidence: boolean | null } }>(
        identity.service,
        viewer,
        'query ($id: ID!) { user(id: $id) { namedInEvidence } }',
        { id: member.userId },
      )
    ).data.user.namedInEvidence;
  const change = (viewer: typeof owner, input: Record<string, unknown>) =>
    executeAs(identity.service, viewer, UPDATE_USER, { input: { userId: member.userId, ...input } });
  expect(await agreed(member)).toBe(false);
  const refused = await change(owner, { namedInEvidence: true, jobTitle: 'Clerk' });
  expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect(await agreed(member)).toBe(false);
  await change(member, { namedInEvidence: true });
  expect(await agreed(member)).toBe(true);
  expect(await agreed(owner)).toBeNull();
  // Another change of the profile, by whomever, leaves it.
  await change(owner, { jobTitle: 'Clerk' });
  expect(await agreed(member)).toBe(true);
  await change(member, { namedInEvidence: false });
  expect(await agreed(member)).toBe(false);
});

test('what people do is told to services, for those who state it, of one tenant', async () => {
  const { owner } = await identity.tenant();
  const stranger = await identity.tenant();
  await executeAs(identity.service, owner, UPDATE_USER, {
    input: { userId: owner.userId, jobTitle: 'Account Executive' },
  });
  const member = await identity.join(owner, { email: 'bob@example.org', roleKey: 'member' });
  const ask = (viewer: typeof owner) =>
    executeAs(
      identity.service,
      viewer,
      'query ($ids: [ID!]!) { jobTitles(userIds: $ids) { userId jobTitle } }',
      { ids: [owner.userId, member.userId] },
      { caller: 'agents' },
    );
  expect((await ask(member)).data).toEqual({ jobTitles: [{ userId: owner.userId, jobTitle: 'Account Executive' }] });
  expect((await ask(stranger.owner)).data).toEqual({ jobTitles: [] });
});

test('addresses are seen by their person and by administrators, and found by them only', async () => {
  const { owner, email } = await identity.tenant();
  const member = await identity.join(owner, { email: 'bob@example.org', roleKey: 'member' });
  const people = 'query ($search: String) { users(filter: { search: $search }) { edges { node { id email } } } }';
  const seen = await executeAs<{ users: { edges: { node: { id: string; email: string | null } }[] } }>(
    identity.service,
    member,
    people,
    {},
  );
  expect(Object.fromEntries(seen.data.users.edges.map(({ node }) => [node.id, node.email]))).toEqual({
    [owner.userId ?? '']: null,
    [member.userId ?? '']: 'bob@example.org',
  });
  expect((await executeAs(identity.service, member, people, { search: email })).data).toEqual({ users: { edges: [] } });
  expect((await executeAs(identity.service, owner, people, { search: email })).data).toMatchObject({
    users: { edges: [{ node: { email } }] },
  });
});

test('people are listed by name, page after page', async () => {
  const { owner } = await identity.tenant();
  const names = ['anna', 'Bert', 'Čeněk', 'bert'];
  await Promise.all(
    names.map((name, index) =>
      executeAs(identity.service, owner, INVITE, {
        input: { email: `p${index}@example.org`, name, roleKey: 'member' },
      }),
    ),
  );
  const found: string[] = [];
  let after: string | null = null;
  do {
    const {
      data,
    }: {
      data: { users: { edges: { node: { name: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    } = await executeAs(
      identity.service,
      owner,
      'query ($after: String) { users(first: 2, after: $after, filter: { status: INVITED }) { edges { node { name } } pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    found.push(...data.users.edges.map(({ node }) => node.name));
    after = data.users.pageInfo.hasNextPage ? data.users.pageInfo.endCursor : null;
  } while (after !== null);
  expect(found.map((name) => name.toLowerCase())).toEqual(['anna', 'bert', 'bert', 'čeněk']);
});

test('a viewer ends a session of their own, and no other', async () => {
  const { owner, email } = await identity.tenant();
  const other = await identity.tenant();
  const again = await identity.follow(await identity.service.createSignInLink(email));
  const revoke = (sessionId: string | null) =>
    executeAs(
      identity.service,
      owner,
      'mutation ($id: ID!) { revokeSession(input: { sessionId: $id }) { deletedId userErrors { code } } }',
      { id: sessionId },
    );
  expect((await revoke(again.sessionId)).data).toEqual({
    revokeSession: { deletedId: again.sessionId, userErrors: [] },
  });
  expect((await revoke(again.sessionId)).errors[0]?.extensions?.['code']).toBe('NOT_FOUND');
  expect((await revoke(other.owner.sessionId)).errors[0]?.extensions?.['code']).toBe('NOT_FOUND');
});
