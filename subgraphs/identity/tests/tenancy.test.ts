import type { Viewer } from '@aether/common/security';
import { BUILT_IN_ROLES, isBuiltInRoleKey } from '@aether/schema';
import { executeAs, testViewer } from '@aether/test-support';
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CREATE_DEPARTMENT, CREATE_KEY, CREATE_TEAM, DEACTIVATE, INVITE, STORE, UPDATE_USER } from './graphql.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';

let identity: IdentityFixture;
let mine: Viewer;
let ours: Readonly<Record<'user' | 'department' | 'team' | 'key' | 'credential' | 'session', string>>;
let stranger: Viewer;

beforeAll(async () => {
  identity = await identityFixture();
  mine = (await identity.tenant()).owner;
  stranger = (await identity.tenant()).owner;
  const id = async (query: string, field: string, part: string, input: object): Promise<string> => {
    const { data } = await executeAs<Record<string, Record<string, { id: string }>>>(identity.service, mine, query, {
      input,
    });
    return data[field]?.[part]?.id ?? '';
  };
  ours = {
    user: await id(INVITE, 'inviteUser', 'user', {
      email: 'secret-person@example.org',
      name: 'Secret',
      roleKey: 'member',
    }),
    department: await id(CREATE_DEPARTMENT, 'createDepartment', 'department', { name: 'Secret' }),
    team: await id(CREATE_TEAM, 'createTeam', 'team', { name: 'Secret' }),
    key: await id(CREATE_KEY, 'createApiKey', 'apiKey', { name: 'Secret', scopes: ['agent:run'] }),
    credential: await id(STORE, 'storeCredential', 'credential', {
      name: 'Secret',
      kind: 'API_KEY',
      value: 'secret-value-000',
      scopes: ['a.b'],
      shared: true,
    }),
    session: mine.sessionId ?? '',
  };
});
afterAll(() => identity[Symbol.asyncDispose]());

describe('a second tenant', () => {
  test('finds nothing of the first in any list', async () => {
    const { data, errors } = await executeAs(
      identity.service,
      stranger,
      `{ users { edges { node { id } } } departments { edges { node { id } } } teams { edges { node { id } } } apiKeys { edges { node { id } } }
         credentials { edges { node { id } } } auditEvents { edges { node { objectId } } } viewer { tenant { id } sessions { id } } }`,
    );
    expect(errors).toEqual([]);
    const text = JSON.stringify(data);
    for (const id of [...Object.values(ours), mine.tenantId, mine.userId ?? '']) expect(text).not.toContain(id);
    expect(data).toMatchObject({
      departments: { edges: [] },
      teams: { edges: [] },
      apiKeys: { edges: [] },
      credentials: { edges: [] },
    });
  });

  test('gets for a foreign id what it gets for an unknown one', async () => {
    const query =
      'query ($user: ID!, $team: ID!, $credential: ID!) { user(id: $user) { id } team(id: $team) { id } credential(id: $credential) { id } }';
    const unknown = await executeAs(identity.service, stranger, query, {
      user: 'usr_x',
      team: 'tea_x',
      credential: 'crd_x',
    });
    expect(await executeAs(identity.service, stranger, query, ours)).toEqual(unknown);
    const entities = await executeAs(
      identity.service,
      stranger,
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }',
      {
        representations: [
          { __typename: 'User', id: ours.user },
          { __typename: 'Department', id: ours.department },
          { __typename: 'Team', id: ours.team },
          { __typename: 'ApiKey', id: ours.key },
          { __typename: 'Credential', id: ours.credential },
          { __typename: 'Tenant', id: mine.tenantId },
        ],
      },
    );
    expect(entities.data).toEqual({ _entities: [null, null, null, null, null, null] });
  });

  test.for<readonly [string, string, () => object]>([
    ['updateUser', UPDATE_USER, () => ({ userId: ours.user, name: 'x' })],
    [
      'updateDepartment',
      'mutation ($input: UpdateDepartmentInput!) { updateDepartment(input: $input) { userErrors { code } } }',
      () => ({ departmentId: ours.department, name: 'x' }),
    ],
    [
      'deleteDepartment',
      'mutation ($input: DeleteDepartmentInput!) { deleteDepartment(input: $input) { userErrors { code } } }',
      () => ({ departmentId: ours.department }),
    ],
    [
      'updateTeam',
      'mutation ($input: UpdateTeamInput!) { updateTeam(input: $input) { userErrors { code } } }',
      () => ({ teamId: ours.team, name: 'x' }),
    ],
    [
      'deleteTeam',
      'mutation ($input: DeleteTeamInput!) { deleteTeam(input: $input) { userErrors { code } } }',
      () => ({ teamId: ours.team }),
    ],
    ['createTeam with a foreign person', CREATE_TEAM, () => ({ name: 'x', memberIds: [ours.user] })],
    ['createTeam in a foreign department', CREATE_TEAM, () => ({ name: 'x', departmentId: ours.department })],
    [
      'revokeApiKey',
      'mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { userErrors { code } } }',
      () => ({ apiKeyId: ours.key }),
    ],
    [
      'revokeSession',
      'mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { userErrors { code } } }',
      () => ({ sessionId: ours.session }),
    ],
    [
      'updateCredential',
      'mutation ($input: UpdateCredentialInput!) { updateCredential(input: $input) { userErrors { code } } }',
      () => ({ credentialId: ours.credential, name: 'x' }),
    ],
    [
      'rotateCredential',
      'mutation ($input: RotateCredentialInput!) { rotateCredential(input: $input) { userErrors { code } } }',
      () => ({ credentialId: ours.credential, value: 'x' }),
    ],
    [
      'deleteCredential',
      'mutation ($input: DeleteCredentialInput!) { deleteCredential(input: $input) { userErrors { code } } }',
      () => ({ credentialId: ours.credential, force: true }),
    ],
  ])('cannot %s: not found', async ([, query, input]) => {
    const { errors } = await executeAs(identity.service, stranger, query, { input: input() });
    expect(errors.map((error) => error.extensions?.['code'])).toEqual(['NOT_FOUND']);
  });

  test('cannot deactivate, and left everything as it was', async () => {
    expect(
      (await executeAs(identity.service, stranger, DEACTIVATE, { id: ours.user })).errors[0]?.extensions?.['code'],
    ).toBe('NOT_FOUND');
    const query = `query ($user: ID!, $team: ID!, $credential: ID!) { user(id: $user) { name } team(id: $team) { name } credential(id: $credential) { name version }
      departments { edges { node { id } } } apiKeys { edges { node { revokedAt } } } }`;
    expect((await executeAs(identity.service, mine, query, ours)).data).toEqual({
      user: { name: 'Secret' },
      team: { name: 'Secret' },
      credential: { name: 'Secret', version: 1 },
      departments: { edges: [{ node: { id: ours.department } }] },
      apiKeys: { edges: [{ node: { revokedAt: null } }] },
    });
  });

  test('may have the same address as a person', async () => {
    const { data } = await executeAs(identity.service, stranger, INVITE, {
      input: { email: 'secret-person@example.org', roleKey: 'member' },
    });
    expect(data).toMatchObject({ inviteUser: { user: { status: 'INVITED' }, userErrors: [] } });
  });
});

describe('references from other subgraphs', () => {
  test('are answered for the own tenant, in one statement each, and not without the permission', async () => {
    const query =
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { name } ... on Role { name } ... on Tenant { id } } }';
    const representations = [
      { __typename: 'User', id: ours.user },
      { __typename: 'Role', key: 'builder' },
      { __typename: 'Role', key: 'emperor' },
      { __typename: 'Tenant', id: mine.tenantId },
    ];
    expect((await executeAs(identity.service, mine, query, { representations })).data).toEqual({
      _entities: [{ name: 'Secret' }, { name: 'Builder' }, null, { id: mine.tenantId }],
    });
    const narrow = { ...mine, permissions: ['agent:run'] };
    expect((await executeAs(identity.service, narrow, query, { representations })).data).toMatchObject({
      _entities: [null, { name: 'Builder' }, null, { id: mine.tenantId }],
    });
  });
});

describe('permissions', () => {
  const operations = {
    '{ users { edges { node { id } } } }': 'user:read',
    '{ auditEvents { edges { node { id } } } }': 'audit:read',
    '{ auditVerification { intact } }': 'audit:read',
    '{ credentials { edges { node { id } } } }': 'credential:read',
    '{ apiKeys { edges { node { id } } } }': 'api-key:read',
    'mutation { inviteUser(input: { email: "x", roleKey: "y" }) { userErrors { code } } }': 'user:manage',
    'mutation { createDepartment(input: { name: "" }) { userErrors { code } } }': 'department:manage',
    'mutation { createTeam(input: { name: "" }) { userErrors { code } } }': 'team:manage',
    'mutation { createApiKey(input: { name: "", scopes: [] }) { userErrors { code } } }': 'api-key:create',
    'mutation { storeCredential(input: { name: "", kind: HMAC, value: 1, scopes: [] }) { userErrors { code } } }':
      'credential:write',
  } as const;

  test.for(Object.keys(BUILT_IN_ROLES))('%s may do what the role lists and nothing else', async (roleKey) => {
    const viewer = testViewer({ roleKey });
    const granted: readonly string[] = isBuiltInRoleKey(roleKey) ? BUILT_IN_ROLES[roleKey].permissions : [];
    for (const [query, permission] of Object.entries(operations)) {
      const { errors } = await executeAs(identity.service, viewer, query);
      const code = errors[0]?.extensions?.['code'];
      expect(code === 'FORBIDDEN', `${query} as ${roleKey}: ${String(code)}`).toBe(!granted.includes(permission));
    }
  });

  test('nobody signed in gets nothing but an empty viewer', async () => {
    for (const query of Object.keys(operations)) {
      expect((await executeAs(identity.service, null, query)).errors[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    }
  });

  test('what only services may ask is hidden from clients', () => {
    const query = identity.service.subgraph?.schema.getQueryType();
    if (!isObjectType(query)) throw new Error('no query type');
    const hidden = Object.values(query.getFields()).filter((field) =>
      field.astNode?.directives?.some((directive) => directive.name.value === 'inaccessible'),
    );
    expect(hidden.map((field) => field.name).toSorted()).toEqual([
      'authenticate',
      'credentialForHost',
      'jobTitles',
      'ownModelKeys',
      'principalOfUser',
      'sealedCredential',
      'sealedModelKey',
      'sealedOwnCredential',
      'vaultKey',
    ]);
  });
});
