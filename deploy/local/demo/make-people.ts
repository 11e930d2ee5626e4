import { z } from 'zod';
import {
  DEMO_ADMINISTRATOR,
  DEMO_DEPARTMENTS,
  DEMO_OWNER_DEPARTMENT,
  DEMO_PEOPLE,
  DEMO_TEAMS,
  type DemoPerson,
} from './demo-people.ts';
import type { DemoParts } from './demo-parts.ts';

const named = z.object({ edges: z.array(z.object({ node: z.object({ id: z.string(), name: z.string() }) })) });
const anything = z.unknown();
const boss = DEMO_ADMINISTRATOR.email;

/** Departments, teams and colleagues, who come in by their invitations; the owner gets a department, if there is none yet. */
export async function makePeople(parts: DemoParts): Promise<string> {
  const { api, people, tenantId } = parts;
  if ((await people.viewerOf(tenantId, boss)) === null)
    await comeIn(parts, await people.invite(tenantId, DEMO_ADMINISTRATOR));

  const departments = await idsByName(parts, 'departments');
  for (const { name, description } of DEMO_DEPARTMENTS)
    if (!departments.has(name)) await api.ask(boss, 'createDepartment', { input: { name, description } }, anything);
  const departmentIds = await idsByName(parts, 'departments');
  const teams = await idsByName(parts, 'teams');
  for (const { name, department } of DEMO_TEAMS)
    if (!teams.has(name))
      await api.ask(boss, 'createTeam', { input: { name, departmentId: departmentIds.get(department) } }, anything);
  const teamIds = await idsByName(parts, 'teams');

  for (const person of Object.values(DEMO_PEOPLE))
    await makePerson(parts, person, {
      departmentId: departmentIds.get(person.department),
      teamIds: [teamIds.get(person.team)],
    });
  await placeOwner(parts, departmentIds.get(DEMO_OWNER_DEPARTMENT));
  return `${Object.keys(DEMO_PEOPLE).length} colleagues in ${DEMO_DEPARTMENTS.length} departments`;
}

async function makePerson(
  parts: DemoParts,
  { email, name, roleKey, jobTitle, expertise }: DemoPerson,
  place: { readonly departmentId: string | undefined; readonly teamIds: readonly (string | undefined)[] },
): Promise<void> {
  const { api, people, tenantId } = parts;
  if ((await people.viewerOf(tenantId, email)) === null) {
    const shape = z.object({ invitationUrl: z.string() });
    const { invitationUrl } = await api.ask(boss, 'inviteUser', { input: { email, name, roleKey } }, shape);
    await comeIn(parts, invitationUrl);
  }
  const userId = (await people.viewerOf(tenantId, email))?.userId;
  await api.ask(boss, 'updateUser', { input: { userId, jobTitle, expertise, ...place } }, anything);
  // Nobody but the person may agree to that.
  await api.ask(email, 'updateUser', { input: { userId, namedInEvidence: true } }, anything);
}

async function placeOwner(
  { api, ownerId }: Pick<DemoParts, 'api' | 'ownerId'>,
  departmentId: string | undefined,
): Promise<void> {
  const shape = z.object({ department: z.unknown() });
  const owner = await api.ask(boss, 'user', { id: ownerId }, shape);
  if (owner.department === null)
    await api.ask(boss, 'updateUser', { input: { userId: ownerId, departmentId } }, anything);
}

/** Accepts an invitation as a browser does, and signs out again: the demo leaves no open session. */
async function comeIn({ address, api: { signal } }: DemoParts, invitationUrl: string): Promise<void> {
  const link = new URL(new URL(invitationUrl).pathname, address);
  const accepted = await fetch(link, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    signal,
  });
  const cookie = accepted.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');
  if (!accepted.ok || cookie === '') throw new Error(`An invitation was not accepted: ${await accepted.text()}`);
  await fetch(new URL('/auth/sign-out', address), { method: 'POST', headers: { cookie }, signal });
}

async function idsByName({ api }: DemoParts, list: 'departments' | 'teams'): Promise<ReadonlyMap<string, string>> {
  const { edges } = await api.ask(boss, list, {}, named);
  return new Map(edges.map(({ node }) => [node.name, node.id]));
}
