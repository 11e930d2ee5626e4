import { createHash } from 'node:crypto';
import { tenantStatement, type StoredDomainEvent } from '@aether/common/graph';
import { canonicalJson, type IdSource } from '@aether/schema';
import { executeAs, testId } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { z } from 'zod';
import { AuditStore } from '../src/db/audit-store.ts';
import { auditSigner } from '../src/audit-signature.ts';
import { auditLog } from '../src/workers/audit-log.ts';
import { AUDITED_TYPES } from '../src/workers/audited-types.ts';
import { verifyAudit } from '../src/access/verify-audit.ts';
import { CREATE_DEPARTMENT, UPDATE_USER } from './graphql.ts';
import { identityFixture, type IdentityFixture, TEST_CONFIG } from './identity-fixture.ts';

const VERIFY = '{ auditVerification { intact checkedEvents firstBrokenSeq lastCheckpointAt } }';
const tampering = {
  edit: tenantStatement(
    'identity.test-edit-audit',
    "MATCH (event:AuditEvent {tenantId: $tenantId, seq: 3}) SET event.action = 'agent.read' RETURN event.id AS id",
  ),
  remove: tenantStatement(
    'identity.test-remove-audit',
    'MATCH (event:AuditEvent {tenantId: $tenantId, seq: 2}) DELETE event RETURN $tenantId AS id',
  ),
  truncate: tenantStatement(
    'identity.test-truncate-audit',
    'MATCH (event:AuditEvent {tenantId: $tenantId, seq: 5}) DELETE event RETURN $tenantId AS id',
  ),
  insert: tenantStatement(
    'identity.test-insert-audit',
    "MATCH (event:AuditEvent {tenantId: $tenantId, seq: 5}) CREATE (copy:AuditEvent {tenantId: $tenantId, seq: 6}) SET copy = event {.*, seq: 6, id: event.id + 'x', eventId: event.eventId + 'x'} RETURN copy.id AS id",
  ),
  shorten: tenantStatement(
    'identity.test-shorten-audit',
    `MATCH (event:AuditEvent {tenantId: $tenantId, seq: 5}) MATCH (before:AuditEvent {tenantId: $tenantId, seq: 4}) MATCH (head:AuditHead {tenantId: $tenantId})
     SET head.seq = 4, head.hash = before.hash DELETE event RETURN head.id AS id`,
  ),
} as const;

let identity: IdentityFixture;
beforeAll(async () => {
  identity = await identityFixture();
});
afterAll(() => identity[Symbol.asyncDispose]());

function storeOf(ids: IdSource = testId): AuditStore {
  return new AuditStore({ database: identity.parts.database, ids, sign: auditSigner(TEST_CONFIG.tokenPepper) });
}

function told(tenantId: string, position: number, facts: Partial<StoredDomainEvent> = {}): StoredDomainEvent {
  return {
    lane: `agents/${tenantId}`,
    position,
    tenantId,
    type: 'aether.agent.published',
    subject: 'agt_1',
    at: '2026-01-31T09:30:00.000Z',
    actorId: 'usr_1',
    requestId: 'req_1',
    data: {
      audit: {
        action: 'agent.publish',
        objectType: 'Agent',
        before: { number: 1 },
        after: { number: position, note: 'ä' },
      },
    },
    ...facts,
  };
}

const handler = (store = storeOf()) =>
  auditLog({ audit: store, clock: identity.parts.clock, logger: identity.parts.logger });
const report = (tenantId: string) =>
  verifyAudit(storeOf(), tenantId, { pepper: TEST_CONFIG.tokenPepper, signal: new AbortController().signal });

async function chain(events = 5): Promise<string> {
  const tenantId = testId('tnt');
  await handler()(Array.from({ length: events }, (_, index) => told(tenantId, index + 1)));
  return tenantId;
}

test('what people do is told with who, what, before and after, newest first and by filter', async () => {
  const { owner, tenantId } = await identity.tenant();
  await executeAs(identity.service, owner, CREATE_DEPARTMENT, { input: { name: 'Sales' } });
  await executeAs(identity.service, owner, UPDATE_USER, { input: { userId: owner.userId, name: 'Ada' } });
  await eventually(async () => expect((await identity.audit(owner)).edges.length).toBe(4));
  const nodes = (await identity.audit(owner)).edges.map(({ node }) => node);
  expect(nodes.map((node) => [node['seq'], node['action']])).toEqual([
    [4, 'user.update'],
    [3, 'department.create'],
    [2, 'user.sign-in'],
    [1, 'tenant.create'],
  ]);
  expect(nodes[0]).toMatchObject({
    user: { id: owner.userId },
    objectType: 'User',
    objectId: owner.userId,
    before: { name: expect.stringMatching(/^owner-/) },
    after: { name: 'Ada' },
    requestId: expect.stringMatching(/^req_/),
  });
  expect(nodes[3]).toMatchObject({ user: null, objectId: tenantId });
  expect((await identity.audit(owner, { action: 'user.sign-in', since: '2001-01-01T00:00:00Z' })).edges).toHaveLength(
    1,
  );
  expect((await identity.audit(owner, { until: '2001-01-01T00:00:00Z' })).edges).toEqual([]);
  const { data } = await executeAs(identity.service, owner, VERIFY);
  expect(data).toEqual({
    auditVerification: { intact: true, checkedEvents: 4, firstBrokenSeq: null, lastCheckpointAt: expect.any(String) },
  });
});

test('the hash is the SHA-256 of the hash before and the canonical JSON of the event', async () => {
  const tenantId = await chain(2);
  const [first, second] = await storeOf().after(tenantId, 0, 10);
  const { previousHash = '', hash, ...content } = second ?? {};
  expect(previousHash).toBe(first?.hash);
  expect(hash).toBe(
    createHash('sha256')
      .update(`${previousHash}${canonicalJson(content)}`)
      .digest('hex'),
  );
});

test('the chain has no gap and no event twice, although several append at once and events come again', async () => {
  const [tenantId, other] = [testId('tnt'), testId('tnt')];
  const lanes = Array.from({ length: 4 }, (_, lane) =>
    Array.from({ length: 15 }, (__, index) =>
      told(index % 5 === 0 ? other : tenantId, index + 1, { lane: `lane-${lane}/${tenantId}` }),
    ),
  );
  await Promise.all([...lanes, ...lanes].flatMap((events) => [handler()(events.slice(0, 9)), handler()(events)]));
  const events = await storeOf().after(tenantId, 0, 1_000);
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 48 }, (_, index) => index + 1));
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(48);
  expect(await report(tenantId)).toMatchObject({ intact: true, checkedEvents: 48 });
  expect(await report(other)).toMatchObject({ intact: true, checkedEvents: 12 });
});

test.for([
  ['edit', 3],
  ['remove', 2],
  ['truncate', 5],
  ['insert', 6],
  ['shorten', 5],
] as const)('finds a chain broken by %s', async ([kind, firstBrokenSeq]) => {
  const tenantId = await chain();
  expect(await report(tenantId)).toMatchObject({ intact: true, checkedEvents: 5 });
  await identity.parts.database.tenant(tenantId).write(tampering[kind], {}, z.object({ id: z.string() }));
  expect(await report(tenantId)).toMatchObject({ intact: false, firstBrokenSeq });
});

test('finds a chain of another tenant put in its place', async () => {
  const [tenantId, other] = [await chain(1), await chain(1)];
  const [foreign] = await storeOf().after(other, 0, 1);
  const replace = tenantStatement(
    'identity.test-replace-audit',
    'MATCH (event:AuditEvent {tenantId: $tenantId, seq: 1}) SET event.hash = $hash, event.after = $after RETURN event.id AS id',
  );
  await identity.parts.database
    .tenant(tenantId)
    .write(replace, { hash: foreign?.hash, after: '{"number":9}' }, z.object({ id: z.string() }));
  expect(await report(tenantId)).toMatchObject({ intact: false, firstBrokenSeq: 1 });
});

test('a tenant without events has an intact chain', async () => {
  expect(await report(testId('tnt'))).toEqual({
    intact: true,
    checkedEvents: 0,
    firstBrokenSeq: null,
    lastCheckpointAt: null,
  });
});

test('what changes something for others is audited, the events of runs are not', () => {
  expect(AUDITED_TYPES).toContain('aether.agent.published');
  expect(AUDITED_TYPES).not.toContain('aether.execution.ended');
});

test('events without facts hold up nothing', async () => {
  const tenantId = testId('tnt');
  await handler()([told(tenantId, 1, { data: {} }), told(tenantId, 2, { actorId: 'svc_1' })]);
  const events = await storeOf().after(tenantId, 0, 10);
  expect(events).toMatchObject([{ seq: 1, userId: null, serviceAccountId: 'svc_1' }]);
});
