import { tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { executeAs, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createExecutions, echo, type TestExecutions } from './create-executions.ts';
import {
  createTrigger,
  deliveriesOf,
  newTrigger,
  post,
  signed,
  type TestTrigger,
  triggerOperations,
  VAULT_KEY,
} from './create-triggers.ts';

const BODY = JSON.stringify({ question: 'Where is order 7?' });

let executions: TestExecutions;
/** In whose name runs were made. */
let ranAs: Viewer[];
/** What identity knows as a key in use. */
const usableKeys = new Set<string>();
beforeAll(async () => {
  executions = await createExecutions({
    executeAgent: (journal, parts) => {
      ranAs.push(journal.run.runAs);
      return echo(journal, parts);
    },
    operations: {
      ...triggerOperations(),
      PrincipalOfUser: ({ userId, scopes, apiKeyId }, { onBehalfOf }) => ({
        principalOfUser: {
          tenantId: onBehalfOf?.tenantId,
          userId,
          roleKey: 'owner',
          departmentId: null,
          teamIds: [],
          permissions: ['agent:run'],
          scopes,
          apiKeyId: usableKeys.has(String(apiKeyId)) ? apiKeyId : null,
        },
      }),
    },
    config: { vaultKey: VAULT_KEY },
  });
});
afterAll(() => executions[Symbol.asyncDispose]());
beforeEach(() => {
  ranAs = [];
  usableKeys.add('key_ci').add('key_other');
});

/** A request with an API key of this person. */
function withKey(person: Viewer, id: string, limits: Partial<NonNullable<Viewer['apiKey']>> = {}): Viewer {
  return { ...person, sessionId: null, apiKey: { id, models: [], tools: [], tokensPerMinute: null, ...limits } };
}

/** Sends an event and answers how its last stage ended. */
async function send(viewer: Viewer, trigger: TestTrigger) {
  const { body } = await post(executions.service, trigger.id, BODY, signed(trigger.secret, BODY));
  return vi.waitFor(
    async () => {
      const all = await deliveriesOf(executions.service, viewer, trigger.id);
      const last = all.find(({ id }) => id === body['deliveryId'])?.stages.at(-1);
      if (last?.name !== 'run') throw new Error('not yet');
      return last;
    },
    { timeout: 10_000, interval: 20 },
  );
}

const change = (viewer: Viewer, name: string, type: string, input: object) =>
  executeAs(
    executions.service,
    viewer,
    `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code } } }`,
    { input },
  );

test('runs of a trigger name the API key that made it, so that the gateway refuses them what it refuses a key', async () => {
  const person = testViewer();
  const trigger = await newTrigger(executions.service, withKey(person, 'key_ci'));
  expect(await send(person, trigger)).toMatchObject({ passed: true });
  await vi.waitFor(() => expect(ranAs).toHaveLength(1));
  expect(ranAs[0]).toMatchObject({ userId: person.userId, apiKey: { id: 'key_ci' } });
});

test('a change in a session takes the mark of the key off no trigger', async () => {
  const person = testViewer();
  const trigger = await newTrigger(executions.service, withKey(person, 'key_ci'));
  const input = { triggerId: trigger.id, expectedRevision: trigger.revision, name: 'Looked at' };
  expect((await change(person, 'updateTrigger', 'UpdateTriggerInput', input)).data).toEqual({
    updateTrigger: { userErrors: [] },
  });
  await send(person, trigger);
  await vi.waitFor(() => expect(ranAs).toHaveLength(1));
  expect(ranAs[0]?.apiKey?.id).toBe('key_ci');
});

test('runs of a trigger that was made in a session name no key', async () => {
  const person = testViewer();
  await send(person, await newTrigger(executions.service, person));
  await vi.waitFor(() => expect(ranAs).toHaveLength(1));
  expect(ranAs[0]?.userId).toBe(person.userId);
  expect(ranAs[0]?.apiKey).toBeUndefined();
});

test('a trigger ends with the key that made it', async () => {
  const person = testViewer();
  const trigger = await newTrigger(executions.service, withKey(person, 'key_ci'));
  usableKeys.delete('key_ci');
  expect(await send(person, trigger)).toMatchObject({
    passed: false,
    reason: 'The API key "key_ci", with which the trigger was made, was revoked or has expired.',
  });
  expect(ranAs).toEqual([]);
});

const FORGET_KEY = tenantStatement(
  'executions.test-forget-key',
  'MATCH (t:Trigger {tenantId: $tenantId, id: $id}) REMOVE t.apiKeyId RETURN t.id AS id',
);

test('a trigger that a key made before triggers kept its id starts nothing, and says what to do', async () => {
  const person = testViewer({ scopes: ['trigger:write', 'agent:run'] });
  const trigger = await newTrigger(executions.service, withKey(person, 'key_ci'));
  const graph = executions.parts.database.tenant(person.tenantId);
  expect(await graph.write(FORGET_KEY, { id: trigger.id }, z.object({ id: z.string() }))).toHaveLength(1);
  expect(await send(person, trigger)).toMatchObject({
    passed: false,
    reason: 'The trigger was made with an API key, and which one is not known. Make it again.',
  });
  expect(ranAs).toEqual([]);
});

test.each([
  ['made in a session', (person: Viewer) => person, (person: Viewer) => withKey(person, 'key_ci')],
  [
    'made in a session, with a key for some tools',
    (person: Viewer) => person,
    (person: Viewer) => withKey(person, 'key_ci', { tools: ['crm/*'] }),
  ],
  [
    'made with another key',
    (person: Viewer) => withKey(person, 'key_ci'),
    (person: Viewer) => withKey(person, 'key_other'),
  ],
])('no key changes, enables, tests, replays or learns the secret of a trigger %s', async (_name, maker, key) => {
  const person = testViewer();
  const trigger = await newTrigger(executions.service, maker(person));
  const { body } = await post(executions.service, trigger.id, BODY, signed(trigger.secret, BODY));
  await vi.waitFor(() => expect(ranAs).toHaveLength(1));
  const of = { triggerId: trigger.id };
  const idempotencyKey = crypto.randomUUID();
  const calls: readonly (readonly [string, string, object])[] = [
    ['updateTrigger', 'UpdateTriggerInput', { ...of, expectedRevision: trigger.revision, mapping: {} }],
    ['setTriggerEnabled', 'SetTriggerEnabledInput', { ...of, enabled: true }],
    ['sendTestEvent', 'SendTestEventInput', { ...of, body: { question: 'Mine?' }, idempotencyKey }],
    ['replayDelivery', 'ReplayDeliveryInput', { deliveryId: body['deliveryId'], idempotencyKey }],
    ['rotateTriggerSecret', 'RotateTriggerSecretInput', { ...of, overlapHours: 1 }],
  ];
  for (const [name, type, input] of calls) {
    const { errors } = await change(key(person), name, type, input);
    expect(errors, name).toMatchObject([
      { message: expect.stringContaining('not made with this API key'), extensions: { code: 'FORBIDDEN' } },
    ]);
  }
  expect(ranAs).toHaveLength(1);
});

test('the key that made a trigger may test it, and that run names the key, too', async () => {
  const key = withKey(testViewer(), 'key_ci');
  const { trigger } = await createTrigger(executions.service, key);
  const input = { triggerId: trigger?.id, body: { question: 'Mine?' }, idempotencyKey: crypto.randomUUID() };
  expect((await change(key, 'sendTestEvent', 'SendTestEventInput', input)).errors).toEqual([]);
  await vi.waitFor(() => expect(ranAs).toHaveLength(1));
  expect(ranAs[0]?.apiKey?.id).toBe('key_ci');
});
