import { executeAs } from '@aether/test-support';
import { beforeAll, afterAll, expect, test } from 'vitest';
import { CREATE_DEPARTMENT, CREATE_TEAM, UPDATE_USER } from './graphql.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';

let identity: IdentityFixture;
beforeAll(async () => {
  identity = await identityFixture();
});
afterAll(() => identity[Symbol.asyncDispose]());

const UPDATE_DEPARTMENT =
  'mutation ($input: UpdateDepartmentInput!) { updateDepartment(input: $input) { department { id name description } userErrors { path code } } }';
const DELETE_DEPARTMENT =
  'mutation ($id: ID!) { deleteDepartment(input: { departmentId: $id }) { deletedId userErrors { path code message } } }';
const UPDATE_TEAM =
  'mutation ($input: UpdateTeamInput!) { updateTeam(input: $input) { team { name department { id } members { edges { node { id } } } } userErrors { path code } } }';
const DELETE_TEAM = 'mutation ($id: ID!) { deleteTeam(input: { teamId: $id }) { deletedId userErrors { code } } }';

async function department(owner: Parameters<typeof executeAs>[1], name: string): Promise<string> {
  const { data } = await executeAs<{ createDepartment: { department: { id: string } } }>(
    identity.service,
    owner,
    CREATE_DEPARTMENT,
    { input: { name, description: ' ' } },
  );
  return data.createDepartment.department.id;
}

test('a department is made, changed, listed and deleted', async () => {
  const { owner } = await identity.tenant();
  const id = await department(owner, ' Sales ');
  const updated = await executeAs(identity.service, owner, UPDATE_DEPARTMENT, {
    input: { departmentId: id, description: 'Sells' },
  });
  expect(updated.data).toEqual({
    updateDepartment: { department: { id, name: 'Sales', description: 'Sells' }, userErrors: [] },
  });
  await department(owner, 'Research');
  const list = await executeAs(
    identity.service,
    owner,
    '{ departments { edges { node { name } } } found: departments(search: "SALE") { edges { node { id } } } }',
  );
  expect(list.data).toEqual({
    departments: { edges: [{ node: { name: 'Research' } }, { node: { name: 'Sales' } }] },
    found: { edges: [{ node: { id } }] },
  });
  expect((await executeAs(identity.service, owner, DELETE_DEPARTMENT, { id })).data).toEqual({
    deleteDepartment: { deletedId: id, userErrors: [] },
  });
  expect((await executeAs(identity.service, owner, DELETE_DEPARTMENT, { id })).errors[0]?.extensions?.['code']).toBe(
    'NOT_FOUND',
  );
});

test('a name is taken within a tenant only', async () => {
  const { owner } = await identity.tenant();
  await department(owner, 'Sales');
  const again = await executeAs(identity.service, owner, CREATE_DEPARTMENT, { input: { name: 'Sales' } });
  expect(again.data).toMatchObject({
    createDepartment: { department: null, userErrors: [{ path: ['name'], code: 'ALREADY_EXISTS' }] },
  });
  const empty = await executeAs(identity.service, owner, CREATE_DEPARTMENT, { input: { name: ' ' } });
  expect(empty.data).toMatchObject({
    createDepartment: { userErrors: [{ path: ['name'], code: 'VALIDATION_FAILED' }] },
  });
  await department((await identity.tenant()).owner, 'Sales');
});

test('a department with people or teams is not deleted', async () => {
  const { owner } = await identity.tenant();
  const id = await department(owner, 'Sales');
  await executeAs(identity.service, owner, UPDATE_USER, { input: { userId: owner.userId, departmentId: id } });
  await executeAs(identity.service, owner, CREATE_TEAM, { input: { name: 'North', departmentId: id } });
  const { data } = await executeAs<{ deleteDepartment: { userErrors: { message: string }[] } }>(
    identity.service,
    owner,
    DELETE_DEPARTMENT,
    { id },
  );
  expect(data).toMatchObject({
    deleteDepartment: { deletedId: null, userErrors: [{ path: ['departmentId'], code: 'IN_USE' }] },
  });
  expect(data.deleteDepartment.userErrors[0]?.message).toContain('1 people and 1 teams');
  const members = await executeAs(
    identity.service,
    owner,
    '{ departments { edges { node { members { edges { node { id } } } } } } }',
  );
  expect(members.data).toEqual({
    departments: { edges: [{ node: { members: { edges: [{ node: { id: owner.userId } }] } } }] },
  });
});

test('a team is made with members, changed, and deleted', async () => {
  const { owner } = await identity.tenant();
  const bob = await identity.join(owner, { email: 'bob@example.org', roleKey: 'member' });
  const departmentId = await department(owner, 'Sales');
  const made = await executeAs<{ createTeam: { team: { id: string } } }>(identity.service, owner, CREATE_TEAM, {
    input: { name: 'North', departmentId, memberIds: [bob.userId, bob.userId] },
  });
  const { id } = made.data.createTeam.team;
  expect(made.data).toMatchObject({
    createTeam: {
      team: { department: { id: departmentId }, members: { edges: [{ node: { id: bob.userId } }] } },
      userErrors: [],
    },
  });
  const changed = await executeAs(identity.service, owner, UPDATE_TEAM, {
    input: {
      teamId: id,
      name: 'South',
      departmentId: null,
      addMemberIds: [owner.userId],
      removeMemberIds: [bob.userId],
    },
  });
  expect(changed.data).toEqual({
    updateTeam: {
      team: { name: 'South', department: null, members: { edges: [{ node: { id: owner.userId } }] } },
      userErrors: [],
    },
  });
  const list = await executeAs(
    identity.service,
    owner,
    'query ($id: ID!) { team(id: $id) { name } teams(search: "sou") { edges { node { id } } } }',
    { id },
  );
  expect(list.data).toEqual({ team: { name: 'South' }, teams: { edges: [{ node: { id } }] } });
  expect((await executeAs(identity.service, owner, DELETE_TEAM, { id })).data).toEqual({
    deleteTeam: { deletedId: id, userErrors: [] },
  });
  expect((await executeAs(identity.service, owner, DELETE_TEAM, { id })).errors[0]?.extensions?.['code']).toBe(
    'NOT_FOUND',
  );
});

test('who joins a team has it in the session at once', async () => {
  const { owner, email } = await identity.tenant();
  const made = await executeAs<{ createTeam: { team: { id: string } } }>(identity.service, owner, CREATE_TEAM, {
    input: { name: 'North', memberIds: [owner.userId] },
  });
  const again = await identity.follow(await identity.service.createSignInLink(email));
  expect(again.teamIds).toEqual([made.data.createTeam.team.id]);
});

test('a team with unknown people or an unknown department is not made', async () => {
  const { owner } = await identity.tenant();
  for (const input of [
    { name: 'North', memberIds: ['usr_unknown'] },
    { name: 'North', departmentId: 'dep_unknown' },
  ]) {
    const { errors } = await executeAs(identity.service, owner, CREATE_TEAM, { input });
    expect(errors[0]?.extensions?.['code']).toBe('NOT_FOUND');
  }
  expect((await executeAs(identity.service, owner, '{ teams { edges { node { id } } } }')).data).toEqual({
    teams: { edges: [] },
  });
});
