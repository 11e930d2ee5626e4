import { BUILT_IN_ROLES } from '@aether/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';

let identity: IdentityFixture;
beforeAll(async () => {
  identity = await identityFixture();
});
afterAll(() => identity[Symbol.asyncDispose]());

const MIRA = { email: 'Mira@Example.org', name: 'Mira', roleKey: 'admin' } as const;

test('whom an operator invites comes in by the link, and work can be done in their name from then on', async () => {
  const { tenantId } = await identity.tenant();
  const { people } = identity.service;
  const link = await people.invite(tenantId, MIRA);
  expect(await people.viewerOf(tenantId, MIRA.email)).toBeNull();
  const signedIn = await identity.follow(link);
  expect(await people.viewerOf(tenantId, 'mira@example.org')).toMatchObject({
    tenantId,
    userId: signedIn.userId,
    roleKey: 'admin',
    permissions: BUILT_IN_ROLES.admin.permissions,
    sessionId: null,
  });
});

test('who has come in is not invited again, and is nobody in another tenant', async () => {
  const [here, elsewhere] = [await identity.tenant(), await identity.tenant()];
  const { people } = identity.service;
  await identity.follow(await people.invite(here.tenantId, MIRA));
  await expect(people.invite(here.tenantId, MIRA)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  expect(await people.viewerOf(elsewhere.tenantId, MIRA.email)).toBeNull();
});

test('the audit log names the system for an invitation of the operator', async () => {
  const { tenantId, owner } = await identity.tenant();
  await identity.service.people.invite(tenantId, MIRA);
  await eventually(async () => {
    const { edges } = await identity.audit(owner, { action: 'user.invite' });
    expect(edges[0]?.node).toMatchObject({ action: 'user.invite', user: null, after: { email: 'mira@example.org' } });
  });
});
