import { tenantStatement } from '@aether/common/graph';
import { executeAs, MODEL_COST } from '@aether/test-support';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { endOf } from '../create-executions.ts';
import { MOST_OF_A_CALL } from './agent-with-effects.ts';
import { createFaultScene, type FaultScene } from './fault-scene.ts';

const SET = `mutation ($limit: NanoUsd!) { setBudget(input: { scope: TENANT, period: TOTAL, limit: $limit, action: STOP }) {
  userErrors { code } } }`;
const LIST = '{ budgets { edges { node { limit spent reserved } } } }';
const AGE_SLICES = tenantStatement(
  'executions.fault-age-slices',
  'MATCH (s:BudgetSlice {tenantId: $tenantId}) SET s.expiresAtMs = 1 RETURN s.id AS id',
);

const HELD = tenantStatement(
  'executions.fault-held',
  'MATCH (s:BudgetSlice {tenantId: $tenantId}) RETURN coalesce(sum(s.held), 0) AS held',
);

interface Money {
  readonly spent: number;
  readonly reserved: number;
}

let scene: FaultScene;

beforeEach(async () => {
  scene = await createFaultScene();
});
afterEach(() => scene?.[Symbol.asyncDispose]());

const setBudget = (limit: number) => executeAs(scene.desk.service, scene.viewer, SET, { limit });

async function money(): Promise<Money> {
  const { data } = await executeAs<{ budgets: { edges: readonly { node: Money }[] } }>(
    scene.desk.service,
    scene.viewer,
    LIST,
  );
  return data.budgets.edges[0]?.node ?? { spent: NaN, reserved: NaN };
}

/** The most that calls under way may cost, as the record knows it. */
async function held(): Promise<number | undefined> {
  const { database } = scene.desk.parts;
  const [row] = await database.tenant(scene.viewer.tenantId).read(HELD, {}, z.object({ held: z.number() }));
  return row?.held;
}

/** What dead processes had reserved is settled now, not after a minute. */
async function afterSlicesEnded(): Promise<Money> {
  await scene.desk.parts.database.tenant(scene.viewer.tenantId).write(AGE_SLICES, {}, z.object({ id: z.string() }));
  return money();
}

const charged = (): number => scene.model.calls.filter(({ isAnswered }) => isAnswered).length * MODEL_COST;

test('kill -9 with paid answers on their way: the budget counts each of them, at its most', async () => {
  const runs = 4;
  await setBudget(1_000);
  const victim = await scene.startWorker();
  victim.tell({ name: 'arm', point: 'after model' });
  const ids = await Promise.all(Array.from({ length: runs }, () => scene.submit('call read')));
  await expect.poll(charged, { timeout: 60_000 }).toBeGreaterThanOrEqual(runs * MODEL_COST);
  expect(await held()).toBe(runs * MOST_OF_A_CALL);

  await victim.kill();
  const survivor = await scene.startWorker();
  expect(await scene.ends(ids)).toEqual(ids.map(() => 'SUCCEEDED'));
  await survivor.stop();
  // Each run asked twice, and once more for the answer that died with its worker.
  expect(charged()).toBe(runs * 3 * MODEL_COST);
  expect(await afterSlicesEnded()).toMatchObject({
    spent: runs * 2 * MODEL_COST + runs * MOST_OF_A_CALL,
    reserved: 0,
  });
  expect(await scene.audit()).toMatchObject({ ledger: runs * 2, problems: [] });
});

test('kill -9 with reserved calls that never went out: what is left is spent, and not more', async () => {
  const [runs, limit] = [6, 100];
  await setBudget(limit);
  const victim = await scene.startWorker();
  victim.tell({ name: 'arm', point: 'before model' });
  const ids = await Promise.all(Array.from({ length: runs }, () => scene.submit('call read')));
  await expect.poll(held, { timeout: 60_000 }).toBe(runs * MOST_OF_A_CALL);

  await victim.kill();
  const survivor = await scene.startWorker();
  const ends = await Promise.all(ids.map((id) => endOf(scene.desk.service, scene.viewer, id)));
  await survivor.stop();
  const failures = ends.filter(({ status }) => status !== 'SUCCEEDED');
  // There is room for the calls of two runs and a half beside what the dead one had reserved.
  expect(failures.length).toBeGreaterThanOrEqual(runs / 2);
  for (const failure of failures)
    expect(failure).toMatchObject({ status: 'FAILED', error: { code: 'BUDGET_EXHAUSTED' } });
  const { spent, reserved } = await afterSlicesEnded();
  expect(spent).toBe(runs * MOST_OF_A_CALL + charged());
  expect(spent).toBeLessThanOrEqual(limit);
  expect(reserved).toBe(0);
  expect(await scene.audit()).toMatchObject({ problems: [] });
});
