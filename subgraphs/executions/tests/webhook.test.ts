import { executeAs, subscribeAs, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DeliveryStore } from '../src/db/delivery-store.ts';
import { createExecutions, endOf, type TestExecutions } from './create-executions.ts';
import {
  createTrigger,
  deliveriesOf,
  newTrigger,
  post,
  signed,
  type TestDelivery,
  type TestTrigger,
  triggerOperations,
  VAULT_KEY,
} from './create-triggers.ts';
import { AGENT_ID } from './run-agent-spec.ts';

let executions: TestExecutions;
beforeAll(async () => {
  executions = await createExecutions({ operations: triggerOperations(), config: { vaultKey: VAULT_KEY } });
});
afterAll(() => executions[Symbol.asyncDispose]());

const BODY = JSON.stringify({ question: 'Where is order 7?' });

/** Waits until a delivery has its run, or its reason. */
async function settled(
  service: TestExecutions['service'],
  viewer: ReturnType<typeof testViewer>,
  triggerId: string,
  deliveryId: string,
): Promise<TestDelivery> {
  return vi.waitFor(
    async () => {
      const delivery = (await deliveriesOf(service, viewer, triggerId)).find(({ id }) => id === deliveryId);
      const last = delivery?.stages.at(-1);
      if (delivery === undefined || (last?.name !== 'run' && last?.passed !== false)) throw new Error('not yet');
      return delivery;
    },
    { timeout: 10_000, interval: 20 },
  );
}

describe('a sender that knows the secret', () => {
  test('is answered with 202 and the run happens, in the name of the maker', async () => {
    const viewer = testViewer();
    const trigger = await newTrigger(executions.service, viewer);
    expect(trigger.secret).toMatch(/^whsec_/u);
    expect(trigger.url).toBe(`http://localhost:8080/hooks/${trigger.id}`);
    const answer = await post(executions.service, trigger.id, BODY, signed(trigger.secret, BODY));
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ status: 'ACCEPTED' });
    const delivery = await settled(executions.service, viewer, trigger.id, answer.body['deliveryId'] ?? '');
    expect(delivery).toMatchObject({ status: 'ACCEPTED', execution: { origin: 'WEBHOOK' } });
    expect(delivery.stages.map(({ name, passed }) => [name, passed])).toEqual([
      ['received', true],
      ['verified', true],
      ['filtered', true],
      ['mapped', true],
      ['run', true],
    ]);
    const executionId = delivery.execution?.id ?? '';
    expect(await endOf(executions.service, viewer, executionId)).toMatchObject({
      status: 'SUCCEEDED',
      output: { echo: { question: 'Where is order 7?' } },
    });
    const { data } = await executeAs(
      executions.service,
      viewer,
      'query ($id: ID!) { execution(id: $id) { startedBy { id } context trigger { name } delivery { id } } }',
      { id: executionId },
    );
    expect(data).toMatchObject({
      execution: {
        startedBy: { id: viewer.userId },
        context: { trigger: { name: 'Orders' } },
        trigger: { name: 'Orders' },
        delivery: { id: delivery.id },
      },
    });
  });

  test('may be a program with a bearer token, and gives its own key', async () => {
    const viewer = testViewer();
    const trigger = await newTrigger(executions.service, viewer, { authentication: 'BEARER' });
    const headers = { authorization: `Bearer ${trigger.secret}`, 'idempotency-key': 'event-1' };
    const first = await post(executions.service, trigger.id, BODY, headers);
    expect(first).toMatchObject({ status: 202, body: { status: 'ACCEPTED' } });
    const second = await post(executions.service, trigger.id, BODY, headers);
    expect(second).toMatchObject({ status: 202, body: { status: 'DUPLICATE', firstId: first.body['deliveryId'] } });
    await settled(executions.service, viewer, trigger.id, first.body['deliveryId'] ?? '');
    const deliveries = await deliveriesOf(executions.service, viewer, trigger.id);
    expect(deliveries.map(({ status }) => status)).toEqual(['DUPLICATE', 'ACCEPTED']);
    expect(deliveries[0]?.headers['authorization']).not.toContain(trigger.secret);
  });

  test('sends an event once, however many requests carry it at the same time', async () => {
    const viewer = testViewer();
    const trigger = await newTrigger(executions.service, viewer);
    const headers = signed(trigger.secret, BODY, { id: 'evt_same' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(executions.service, trigger.id, BODY, headers)),
    );
    expect(answers.filter(({ body }) => body['status'] === 'ACCEPTED')).toHaveLength(1);
    expect(answers.filter(({ body }) => body['status'] === 'DUPLICATE')).toHaveLength(19);
  });

  test('is told to come again later when it sends too much', async () => {
    const viewer = testViewer();
    const trigger = await newTrigger(executions.service, viewer, { ratePerMinute: 3 });
    const statuses: number[] = [];
    let last: Awaited<ReturnType<typeof post>> | null = null;
    for (let index = 0; index < 5; index += 1) {
      last = await post(executions.service, trigger.id, BODY, signed(trigger.secret, BODY));
      statuses.push(last.status);
    }
    expect(statuses).toEqual([202, 202, 202, 429, 429]);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(last?.body.error?.code).toBe('RATE_LIMITED');
  });
});

describe('a sender without the secret', () => {
  test('gets the answer of an unknown address, whatever is wrong', async () => {
    const viewer = testViewer();
    const { service } = executions;
    const trigger = await newTrigger(service, viewer);
    const bearer = await newTrigger(service, viewer, { authentication: 'BEARER' });
    const good = signed(trigger.secret, BODY);
    const old = new Date(Date.now() - 6 * 60_000);
    const early = new Date(Date.now() + 6 * 60_000);
    const answers = await Promise.all([
      post(service, 'trg_unknown', BODY, good),
      post(service, 'trg_unknown', BODY),
      post(service, trigger.id, BODY),
      post(service, trigger.id, `${BODY} `, good),
      post(service, trigger.id, BODY, { ...good, 'webhook-id': 'evt_other' }),
      post(service, trigger.id, BODY, { ...good, 'webhook-timestamp': '0' }),
      post(service, trigger.id, BODY, { ...good, 'webhook-signature': 'v1,' }),
      post(service, trigger.id, BODY, signed(trigger.secret, BODY, { at: old })),
      post(service, trigger.id, BODY, signed(trigger.secret, BODY, { at: early })),
      post(service, trigger.id, BODY, signed(bearer.secret, BODY)),
      post(service, trigger.id, BODY, { authorization: `Bearer ${trigger.secret}` }),
      post(service, bearer.id, BODY, { authorization: 'Bearer x' }),
      post(service, bearer.id, BODY, { authorization: `Bearer ${bearer.secret}x` }),
    ]);
    const [first] = answers;
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual(first?.body);
    }
    const kept = await vi.waitFor(
      async () => {
        const deliveries = await deliveriesOf(service, viewer, bearer.id);
        if (deliveries.length < 2) throw new Error('not yet');
        return deliveries;
      },
      { timeout: 5_000, interval: 20 },
    );
    expect(kept).toMatchObject([{ status: 'REJECTED', body: { text: '' } }, { status: 'REJECTED' }]);
  });

  test('cannot send a body without an end', async () => {
    const trigger = await newTrigger(executions.service, testViewer());
    const body = JSON.stringify({ question: 'x'.repeat(1_100_000) });
    const answer = await post(executions.service, trigger.id, body, signed(trigger.secret, body));
    expect(answer).toMatchObject({ status: 413, body: { error: { code: 'BODY_TOO_LARGE' } } });
  });
});

describe('what is not to run', () => {
  test('is held while the trigger is off, filtered by its filter, and unmappable when no input comes out', async () => {
    const viewer = testViewer();
    const { service } = executions;
    const send = async (trigger: { id: string; secret: string }, body: string, type = 'application/json') =>
      (await post(service, trigger.id, body, { ...signed(trigger.secret, body), 'content-type': type })).body['status'];
    const held = await newTrigger(service, viewer, { enabled: false });
    expect(await send(held, BODY)).toBe('HELD');
    const trigger = await newTrigger(service, viewer, { filter: 'event.body.kind == "order"' });
    expect(await send(trigger, '{"kind":"chat"}')).toBe('FILTERED');
    expect(await send(trigger, '{"kind":"order"}')).toBe('UNMAPPABLE');
    expect(await send(trigger, '{"other":1}')).toBe('UNMAPPABLE');
    expect(await send(trigger, '{broken')).toBe('UNMAPPABLE');
    const deliveries = await deliveriesOf(service, viewer, trigger.id);
    expect(deliveries.map(({ stages }) => stages.at(-1)?.reason)).toEqual([
      'The body says that it is application/json, and it is no JSON.',
      'filter: No such key: kind (at character 12).',
      'question: No such key: question (at character 12).',
      'The filter is false for this event.',
    ]);
  });

  test('is unmappable when the agent takes no such input, which its first run would find', async () => {
    const viewer = testViewer();
    const trigger = await newTrigger(executions.service, viewer, { mapping: { question: 'event.body.number' } });
    const body = '{"number":7}';
    const answer = await post(executions.service, trigger.id, body, signed(trigger.secret, body));
    const delivery = await settled(executions.service, viewer, trigger.id, answer.body['deliveryId'] ?? '');
    expect(delivery).toMatchObject({ status: 'UNMAPPABLE', execution: null });
    expect(delivery.stages.at(-1)).toMatchObject({ name: 'mapped', reason: 'question must be string.' });
  });

  test.each([
    ['a pattern that never ends', 'event.body.text.matches("^(a+)+$")', { text: `${'a'.repeat(40)}!` }],
    [
      'loops in loops',
      'event.body.list.all(x, event.body.list.all(y, event.body.list.all(z, x + y + z >= 0.0)))',
      { list: Array.from({ length: 2_000 }, () => 0) },
    ],
  ])('%s is stopped, and the process goes on', async (_name, filter, event) => {
    const viewer = testViewer();
    const trigger = await newTrigger(executions.service, viewer, { filter });
    const body = JSON.stringify(event);
    const began = performance.now();
    const answer = await post(executions.service, trigger.id, body, signed(trigger.secret, body));
    expect(answer).toMatchObject({ status: 202, body: { status: 'UNMAPPABLE' } });
    expect(performance.now() - began).toBeLessThan(2_000);
    const [delivery] = await deliveriesOf(executions.service, viewer, trigger.id);
    expect(delivery?.stages.at(-1)?.reason).toBe('expressions: it took longer than 50 ms.');
  });
});

describe('a trigger', () => {
  test.each([
    [{ name: ' ' }, ['input', 'name']],
    [{ filter: 'event.body.' }, ['input', 'filter']],
    [{ filter: '1 + 1' }, ['input', 'filter']],
    [{ filter: 'evnt.body.x' }, ['input', 'filter']],
    [{ deduplicationKey: 'x'.repeat(1_001) }, ['input', 'deduplicationKey']],
    [{ mapping: { question: `${'['.repeat(40)}1${']'.repeat(40)}` } }, ['input', 'mapping', 'question']],
    [{ mapping: { other: 'event.body' } }, ['input', 'mapping', 'other']],
    [{ mapping: { question: 7 } }, ['input', 'mapping', 'question']],
    [{ mapping: 'event.body' }, ['input', 'mapping']],
    [{ ratePerMinute: 0 }, ['input', 'ratePerMinute']],
    [{ failureLimit: 0 }, ['input', 'failureLimit']],
    [{ budgetPerRun: -1 }, ['input', 'budgetPerRun']],
    [{ configuration: { cron: '* * * * *' } }, ['input', 'configuration']],
  ])('is not made of %j, and the problem has its path', async (input, path) => {
    const viewer = testViewer();
    const { trigger, secret, userErrors } = await createTrigger(executions.service, viewer, input);
    expect({ trigger, secret }).toEqual({ trigger: null, secret: null });
    expect(userErrors).toContainEqual(expect.objectContaining({ path, code: 'VALIDATION_FAILED' }));
  });

  test('is not made by somebody who may not run the agent', async () => {
    await using other = await createExecutions({
      operations: triggerOperations({ isAllowed: false }),
      config: { vaultKey: VAULT_KEY },
    });
    await expect(createTrigger(other.service, testViewer())).rejects.toMatchObject({
      extensions: { code: 'FORBIDDEN' },
    });
    await expect(createTrigger(executions.service, testViewer({ roleKey: 'member' }))).rejects.toMatchObject({
      extensions: { code: 'FORBIDDEN' },
    });
  });

  test('keeps its secret sealed, and a rotated one works until its end', async () => {
    const viewer = testViewer();
    const { service } = executions;
    const trigger = await newTrigger(service, viewer);
    const rotate = async (overlapHours: number) => {
      const { data } = await executeAs<{ rotateTriggerSecret: { secret: string } }>(
        service,
        viewer,
        'mutation ($input: RotateTriggerSecretInput!) { rotateTriggerSecret(input: $input) { secret userErrors { code } } }',
        { input: { triggerId: trigger.id, overlapHours } },
      );
      return data.rotateTriggerSecret.secret;
    };
    const status = async (secret: string) => (await post(service, trigger.id, BODY, signed(secret, BODY))).status;
    const second = await rotate(1);
    expect([await status(trigger.secret), await status(second)]).toEqual([202, 202]);
    const third = await rotate(0);
    expect([await status(trigger.secret), await status(second), await status(third)]).toEqual([401, 401, 202]);
  });

  test('answers nobody after it was deleted', async () => {
    const viewer = testViewer();
    const trigger = await newTrigger(executions.service, viewer);
    const { data } = await executeAs(
      executions.service,
      viewer,
      'mutation ($input: DeleteTriggerInput!) { deleteTrigger(input: $input) { deletedId userErrors { code } } }',
      { input: { triggerId: trigger.id } },
    );
    expect(data).toEqual({ deleteTrigger: { deletedId: trigger.id, userErrors: [] } });
    expect((await post(executions.service, trigger.id, BODY, signed(trigger.secret, BODY))).status).toBe(401);
  });

  test('is switched off by failures in a row, and says why', async () => {
    const viewer = testViewer();
    await using other = await createExecutions({
      operations: triggerOperations({ principal: () => null }),
      config: { vaultKey: VAULT_KEY },
    });
    const trigger = await newTrigger(other.service, viewer, { onFailure: 'DISABLE', failureLimit: 2 });
    for (let index = 0; index < 2; index += 1) {
      const answer = await post(other.service, trigger.id, BODY, signed(trigger.secret, BODY));
      const delivery = await settled(other.service, viewer, trigger.id, answer.body['deliveryId'] ?? '');
      expect(delivery).toMatchObject({ status: 'FAILED', execution: null });
    }
    const { data } = await executeAs(
      other.service,
      viewer,
      'query ($id: ID!) { trigger(id: $id) { enabled status lastError } }',
      { id: trigger.id },
    );
    expect(data).toEqual({
      trigger: {
        enabled: false,
        status: 'DOWN',
        lastError: 'The person who made the trigger is not active any more.',
      },
    });
  });

  test('counts a failure once, also when the commit of it is repeated', async () => {
    const viewer = testViewer();
    await using own = await createExecutions({ operations: triggerOperations(), config: { vaultKey: VAULT_KEY } });
    const mapping = { question: 'event.body.missing' };
    const trigger = await newTrigger(own.service, viewer, { onFailure: 'DISABLE', failureLimit: 3, mapping });
    const { body } = await post(own.service, trigger.id, BODY, signed(trigger.secret, BODY));
    const store = new DeliveryStore(own.parts.database);
    const delivery = await store.find(viewer.tenantId, body['deliveryId'] ?? '');
    if (delivery === null) throw new Error('The delivery is not in the record.');
    expect(delivery.status).toBe('UNMAPPABLE');
    // As the driver does it when the answer of a commit was lost.
    const again = { delivery, counts: 'failure', reason: 'event.body.missing', start: null } as const;
    for (let repeat = 0; repeat < 3; repeat += 1)
      expect(await store.arrive([again])).toEqual(new Map([[delivery.id, delivery.id]]));
    const { data } = await executeAs(own.service, viewer, 'query ($id: ID!) { trigger(id: $id) { enabled } }', {
      id: trigger.id,
    });
    expect(data).toEqual({ trigger: { enabled: true } });
  });

  test('of a person who lost the right to run agents starts nothing', async () => {
    const viewer = testViewer();
    const rights = { permissions: ['agent:run'] };
    await using other = await createExecutions({
      operations: triggerOperations({
        principal: (userId) => ({
          tenantId: viewer.tenantId,
          userId,
          roleKey: 'viewer',
          departmentId: null,
          teamIds: [],
          scopes: [],
          ...rights,
        }),
      }),
      config: { vaultKey: VAULT_KEY },
    });
    const trigger = await newTrigger(other.service, viewer);
    const outcome = async () => {
      const answer = await post(other.service, trigger.id, BODY, signed(trigger.secret, BODY));
      return (await settled(other.service, viewer, trigger.id, answer.body['deliveryId'] ?? '')).status;
    };
    expect(await outcome()).toBe('ACCEPTED');
    rights.permissions = [];
    expect(await outcome()).toBe('FAILED');
  });
});

describe('what was accepted', () => {
  test('is started by another process when the one that took it in is gone, and only once', async () => {
    const viewer = testViewer();
    const queues = [`queue-${crypto.randomUUID()}`];
    const config = { vaultKey: VAULT_KEY, queues };
    let isGone = true;
    const handlers = triggerOperations();
    const operations = {
      ...handlers,
      // The first process never gets as far as a start: its question hangs, and it is killed.
      PrincipalOfUser: (...call: Parameters<NonNullable<(typeof handlers)['PrincipalOfUser']>>) =>
        isGone ? new Promise(() => {}) : handlers['PrincipalOfUser']?.(...call),
    };
    const first = await createExecutions({ operations, config });
    const trigger = await newTrigger(first.service, viewer);
    const answer = await post(first.service, trigger.id, BODY, signed(trigger.secret, BODY));
    expect(answer.body['status']).toBe('ACCEPTED');
    isGone = false;
    const late = { now: () => new Date(Date.now() + 60_000), monotonicMs: () => performance.now() };
    await using second = await createExecutions({ operations: handlers, config, parts: { clock: late } });
    await using third = await createExecutions({ operations: handlers, config, parts: { clock: late } });
    const delivery = await settled(second.service, viewer, trigger.id, answer.body['deliveryId'] ?? '');
    expect(delivery).toMatchObject({ status: 'ACCEPTED', execution: { origin: 'WEBHOOK' } });
    const { data } = await executeAs<{ executions: { edges: readonly unknown[] } }>(
      third.service,
      viewer,
      '{ executions(filter: { origins: [WEBHOOK] }) { edges { node { id } } } }',
    );
    expect(data.executions.edges).toHaveLength(1);
  });

  test('can be previewed with another mapping and replayed by it', async () => {
    const viewer = testViewer();
    const { service } = executions;
    const trigger = await newTrigger(service, viewer, { mapping: { question: 'event.body.text' } });
    const answer = await post(service, trigger.id, BODY, signed(trigger.secret, BODY));
    expect(answer.body['status']).toBe('UNMAPPABLE');
    const deliveryId = answer.body['deliveryId'] ?? '';
    const preview = async (mapping: object, filter: string | null = null) =>
      (
        await executeAs<{ previewMapping: object }>(
          service,
          viewer,
          `query ($triggerId: ID!, $deliveryId: ID!, $mapping: JSON!, $filter: String) {
            previewMapping(triggerId: $triggerId, deliveryId: $deliveryId, mapping: $mapping, filter: $filter) {
              wouldRun reason input issues { field message } } }`,
          { triggerId: trigger.id, deliveryId, mapping, filter },
        )
      ).data.previewMapping;
    const mapping = { question: '"Please: " + event.body.question' };
    expect(await preview(mapping)).toEqual({
      wouldRun: true,
      reason: null,
      input: { question: 'Please: Where is order 7?' },
      issues: [],
    });
    expect(await preview(mapping, 'false')).toMatchObject({ wouldRun: false, input: null });
    expect(await preview({ question: '7' })).toMatchObject({ wouldRun: false, issues: [{ field: 'question' }] });
    expect(await preview({ question: 'event.body.text' })).toMatchObject({ wouldRun: false });

    const update = await executeAs(
      service,
      viewer,
      'mutation ($input: UpdateTriggerInput!) { updateTrigger(input: $input) { trigger { revision mapping } userErrors { code } } }',
      { input: { triggerId: trigger.id, expectedRevision: trigger.revision, mapping } },
    );
    expect(update.data).toEqual({ updateTrigger: { trigger: { revision: 2, mapping }, userErrors: [] } });
    const replay = () =>
      executeAs<{ replayDelivery: { delivery: TestDelivery } }>(
        service,
        viewer,
        'mutation ($input: ReplayDeliveryInput!) { replayDelivery(input: $input) { delivery { id status } userErrors { code } } }',
        { input: { deliveryId, idempotencyKey: 'again' } },
      );
    const { data } = await replay();
    expect(data.replayDelivery.delivery.status).toBe('ACCEPTED');
    expect((await replay()).data.replayDelivery.delivery.id).toBe(data.replayDelivery.delivery.id);
    const delivery = await settled(service, viewer, trigger.id, data.replayDelivery.delivery.id);
    expect(delivery.execution).not.toBeNull();
  });

  test('is told live to whoever sees the trigger, and to nobody else', async () => {
    const viewer = testViewer();
    const { service } = executions;
    const trigger = await newTrigger(service, viewer);
    const changes = 'subscription ($id: ID!) { deliveriesChanged(triggerId: $id) { change delivery { id status } } }';
    const stop = new AbortController();
    const stream = subscribeAs(service, viewer, changes, { id: trigger.id }, { signal: stop.signal });
    const next = stream.next();
    await vi.waitFor(
      async () => {
        const answer = await post(service, trigger.id, BODY, signed(trigger.secret, BODY));
        expect(answer.status).toBe(202);
      },
      { timeout: 5_000 },
    );
    expect((await next).value).toMatchObject({ data: { deliveriesChanged: { change: 'ADDED' } } });
    stop.abort();
    const stranger = subscribeAs(service, testViewer(), changes, { id: trigger.id });
    expect((await stranger.next()).value).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });
});

describe('acting through a trigger', () => {
  const CALLS: Readonly<Record<string, (trigger: TestTrigger, deliveryId: string) => [string, object]>> = {
    rotateTriggerSecret: ({ id }) => ['RotateTriggerSecretInput', { triggerId: id, overlapHours: 1 }],
    sendTestEvent: ({ id }) => ['SendTestEventInput', { triggerId: id, body: {}, idempotencyKey: crypto.randomUUID() }],
    replayDelivery: (_trigger, deliveryId) => [
      'ReplayDeliveryInput',
      { deliveryId, idempotencyKey: crypto.randomUUID() },
    ],
    setTriggerEnabled: ({ id }) => ['SetTriggerEnabledInput', { triggerId: id, enabled: true }],
    updateTrigger: ({ id, revision }) => [
      'UpdateTriggerInput',
      { triggerId: id, expectedRevision: revision, name: 'Mine' },
    ],
  };
  const owner = testViewer();
  const WRITE = ['trigger:read', 'trigger:write'];
  const keyOf = (scopes: readonly string[]) => ({ ...owner, permissions: scopes, scopes });

  /** A trigger with a delivery, and the codes with which its changes are refused to a viewer. */
  async function madeBy(maker: ReturnType<typeof testViewer>) {
    const { service } = executions;
    const trigger = await newTrigger(service, maker);
    const { body } = await post(service, trigger.id, BODY, signed(trigger.secret, BODY));
    const run = async (viewer: ReturnType<typeof testViewer>, name: string, type: string, input: object) => {
      const mutation = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code } } }`;
      return (await executeAs(service, viewer, mutation, { input })).errors;
    };
    const refusals = async (viewer: ReturnType<typeof testViewer>) => {
      const found: Record<string, unknown> = {};
      for (const [name, call] of Object.entries(CALLS)) {
        const [error] = await run(viewer, name, ...call(trigger, body['deliveryId'] ?? ''));
        if (error !== undefined) found[name] = error.extensions?.['code'];
      }
      return found;
    };
    return { trigger, run, refusals };
  }
  const ALL = Object.fromEntries(Object.keys(CALLS).map((name) => [name, 'FORBIDDEN']));

  test.each([
    ['whoever made it in a session', owner, owner, {}],
    [
      'a key of its maker that may run agents, but not all that the session may',
      owner,
      keyOf([...WRITE, 'agent:run']),
      ALL,
    ],
    ['a key that may only write triggers', owner, keyOf(WRITE), ALL],
    ['its maker, who may not run agents', owner, { ...owner, permissions: WRITE }, ALL],
    ['somebody else who manages triggers', owner, testViewer({ tenantId: owner.tenantId }), ALL],
    ['a session of the maker, when a key made it', keyOf([...WRITE, 'agent:run']), owner, {}],
    ['the key that made it', keyOf([...WRITE, 'agent:run']), keyOf([...WRITE, 'agent:run']), {}],
    [
      'a key with more scopes than that',
      keyOf([...WRITE, 'agent:run']),
      keyOf(['model:use', ...WRITE, 'agent:run']),
      {},
    ],
    ['a key with fewer', keyOf(['model:use', ...WRITE, 'agent:run']), keyOf([...WRITE, 'agent:run']), ALL],
  ])('is decided for %s', async (_name, maker, viewer, refused) => {
    const { refusals } = await madeBy(maker);
    expect(await refusals(viewer)).toEqual(refused);
  });

  test('is not what disabling and deleting need: who manages triggers can stop those of others', async () => {
    const { trigger, run } = await madeBy(owner);
    const manager = testViewer({ tenantId: owner.tenantId });
    const query = 'query ($id: ID!) { trigger(id: $id) { enabled viewerActions { name allowed reason } } }';
    const { data } = await executeAs<{
      trigger: { viewerActions: readonly { name: string; allowed: boolean; reason: string | null }[] };
    }>(executions.service, manager, query, { id: trigger.id });
    const actions = data.trigger.viewerActions;
    expect(actions.filter(({ allowed }) => allowed).map(({ name }) => name)).toEqual([
      'setTriggerEnabled',
      'deleteTrigger',
    ]);
    expect(actions[0]?.reason).toContain('Make a trigger of your own');
    const input = { triggerId: trigger.id };
    expect(await run(manager, 'setTriggerEnabled', 'SetTriggerEnabledInput', { ...input, enabled: false })).toEqual([]);
    expect(await run(manager, 'deleteTrigger', 'DeleteTriggerInput', input)).toEqual([]);
  });
});

test('another tenant and a colleague see neither trigger nor deliveries', async () => {
  const owner = testViewer({ roleKey: 'builder' });
  const { service } = executions;
  const trigger = await newTrigger(service, owner);
  const answer = await post(service, trigger.id, BODY, signed(trigger.secret, BODY));
  const deliveryId = answer.body['deliveryId'];
  const operations = [
    'query ($id: ID!) { trigger(id: $id) { id } }',
    'query ($id: ID!) { delivery(id: $id) { id } }',
    'mutation ($id: ID!) { setTriggerEnabled(input: { triggerId: $id, enabled: false }) { trigger { id } } }',
    'mutation ($id: ID!) { replayDelivery(input: { deliveryId: $id, idempotencyKey: "x" }) { delivery { id } } }',
    'query ($id: ID!) { _entities(representations: [{ __typename: "Trigger", id: $id }, { __typename: "Delivery", id: $id }]) { __typename } }',
  ];
  const masked = (value: unknown, id: string) =>
    JSON.stringify(value)
      .replaceAll(id, 'ID')
      .replaceAll(/req_[^"]*/gu, '');
  for (const stranger of [testViewer(), testViewer({ tenantId: owner.tenantId, roleKey: 'builder' })])
    for (const operation of operations)
      for (const id of [trigger.id, deliveryId ?? '']) {
        const unknown = `${id.slice(0, 3)}_01JD0000000000000000000000`;
        const foreign = await executeAs(service, stranger, operation, { id });
        expect(masked(foreign, id)).toBe(
          masked(await executeAs(service, stranger, operation, { id: unknown }), unknown),
        );
      }
  const { data } = await executeAs(service, owner, operations[0] ?? '', { id: trigger.id });
  expect(data).toEqual({ trigger: { id: trigger.id } });
  const list = '{ triggers { edges { node { id agent { id } } } } }';
  expect((await executeAs(service, testViewer({ tenantId: owner.tenantId }), list)).data).toEqual({
    triggers: { edges: [{ node: { id: trigger.id, agent: { id: AGENT_ID } } }] },
  });
});
