import { createLogger } from '@aether/common/service';
import { BudgetRefusedError } from '@aether/runtime';
import { createIdSource } from '@aether/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BudgetEscrow, type BudgetHold } from '../../src/budgets/budget-escrow.ts';
import type { BudgetRecord } from '../../src/budgets/budget.ts';
import { MemoryBudgetStore } from './memory-budget-store.ts';

const logger = createLogger('test', { level: 'silent' });
const START_MS = Date.parse('2026-03-04T10:00:00.000Z');
const payer = {
  tenantId: 'tnt_1',
  agentId: 'agt_1',
  userId: 'usr_1',
  departmentId: null,
  teamIds: [],
  apiKeyId: 'key_1',
};

const budget = (id: string, limit: number, action: BudgetRecord['action'] = 'STOP'): BudgetRecord => ({
  tenantId: 'tnt_1',
  id,
  scope: 'TENANT',
  subjectId: null,
  period: 'TOTAL',
  limit,
  action,
  spent: 0,
  periodKey: '',
});

/** A call that went out: what it costs is known to the provider, whether or not anybody here hears of it. */
interface Call {
  readonly hold: BudgetHold;
  readonly cost: number;
  readonly process: number;
  /** Whose key was used. */
  readonly hasOwnKey: boolean;
}

/** How a call is made: who pays is known before it, with its answer, or nobody does after all. */
type Way = 'ORGANIZATION' | 'OWN_KEY_TOLD_LATE' | 'OWN_KEY_ONLY' | 'OWN_KEY_GONE';

/** Processes that share budgets, a provider that keeps its own books, and a clock. */
class World {
  nowMs = START_MS;
  /** By the organization, and by people with keys of their own. */
  readonly paid = { organization: 0, people: 0 };
  readonly store: MemoryBudgetStore;
  readonly budgets: readonly BudgetRecord[];
  readonly #ids = createIdSource({ now: () => new Date(this.nowMs), random: (bytes) => new Uint8Array(bytes).fill(7) });
  readonly #escrows: BudgetEscrow[] = [];
  #calls: Call[] = [];

  constructor(budgets: readonly BudgetRecord[], processes: number) {
    this.budgets = budgets;
    this.store = new MemoryBudgetStore(budgets, () => this.nowMs);
    for (let index = 0; index < processes; index += 1) this.#escrows.push(this.#begin());
  }

  /** Answers whether it went out. */
  async call(process: number, amount: number, part: number, way: Way = 'ORGANIZATION'): Promise<boolean> {
    try {
      const ownKeyOnly = way === 'OWN_KEY_ONLY' || way === 'OWN_KEY_GONE';
      const hold = (await this.#escrows[process]?.hold(payer, amount, ownKeyOnly)) ?? null;
      if (hold === null && !ownKeyOnly) throw new Error('A budget limits every call of the organization here.');
      if (hold !== null) this.store.write(hold.marks());
      if (way === 'OWN_KEY_GONE') {
        hold?.settle(0, false);
        return await this.call(process, amount, part);
      }
      const cost = Math.floor(amount * part);
      const hasOwnKey = way !== 'ORGANIZATION';
      this.paid[hasOwnKey ? 'people' : 'organization'] += cost;
      if (hold !== null) this.#calls.push({ hold, cost, process, hasOwnKey });
      return true;
    } catch (error) {
      if (error instanceof BudgetRefusedError) return false;
      throw error;
    }
  }

  /** What the provider has counted of what the budget is for. */
  paidOf({ scope }: BudgetRecord): number {
    return this.paid.organization + (scope === 'API_KEY' ? this.paid.people : 0);
  }

  /** The oldest call of the process ends, and what it cost is in the record. */
  end(process: number): void {
    const call = this.#calls.find((each) => each.process === process);
    if (call === undefined) return;
    this.#calls = this.#calls.filter((each) => each !== call);
    call.hold.settle(call.cost, call.hasOwnKey);
    // A write that is repeated, and one that comes late, change nothing.
    const [early, late] = [call.hold.marks(), call.hold.marks()];
    for (const marks of [late, early, late]) this.store.write(marks);
  }

  /** Nothing that it held is ever heard of again. */
  crash(process: number): void {
    this.#calls = this.#calls.filter((each) => each.process !== process);
    this.#escrows[process] = this.#begin();
  }

  async sweep(process: number): Promise<void> {
    await this.#escrows[process]?.sweep();
  }

  async settleAll(): Promise<void> {
    for (const { process } of this.#calls) this.end(process);
    for (const escrow of this.#escrows) await escrow[Symbol.asyncDispose]();
  }

  #begin(): BudgetEscrow {
    const clock = { now: () => new Date(this.nowMs), monotonicMs: () => this.nowMs };
    const directory = { of: async () => this.budgets };
    return new BudgetEscrow({ store: this.store, directory, clock, ids: this.#ids, logger });
  }
}

const process = fc.integer({ min: 0, max: 2 });
const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('call' as const),
      process,
      amount: fc.integer({ min: 1, max: 400 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      way: fc.constantFrom<Way>('ORGANIZATION', 'OWN_KEY_TOLD_LATE', 'OWN_KEY_ONLY', 'OWN_KEY_GONE'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('end' as const), process }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), process }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const), process }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 90_000 }) }) },
);

test(
  'whatever dies and in whatever order, no budget is overspent, negative, or counted twice',
  { timeout: 60_000 },
  async () => {
    const limits = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(limits, fc.array(command, { maxLength: 60 }), async (given, commands) => {
        const world = new World(
          // The first is the organization's; a key may have one of its own.
          given.map((limit, index) => ({
            ...budget(`bud_${index}`, limit),
            scope: index === 1 ? 'API_KEY' : 'TENANT',
          })),
          3,
        );
        let crashes = 0;
        for (const each of commands) {
          if (each.do === 'call') await world.call(each.process, each.amount, each.part, each.way);
          if (each.do === 'end') world.end(each.process);
          if (each.do === 'sweep') await world.sweep(each.process);
          if (each.do === 'wait') world.nowMs += each.ms;
          if (each.do === 'crash') {
            world.crash(each.process);
            crashes += 1;
          }
          for (const one of world.budgets) {
            const { id, limit } = one;
            const { spent, reserved } = world.store.state(id);
            expect(world.paidOf(one)).toBeLessThanOrEqual(limit);
            expect(spent).toBeGreaterThanOrEqual(0);
            expect(reserved).toBeGreaterThanOrEqual(0);
            expect(spent + reserved).toBeLessThanOrEqual(limit);
          }
        }
        await world.settleAll();
        world.nowMs += 120_000;
        for (const each of world.budgets) {
          const paid = world.paidOf(each);
          const { spent, reserved } = world.store.state(each.id);
          expect(reserved).toBe(0);
          expect(spent).toBeGreaterThanOrEqual(paid);
          // Nobody died: what is spent is what the provider counted, to the nano-dollar.
          const isKnown = crashes === 0 && !commands.some((one) => one.do === 'wait');
          expect(isKnown ? spent : paid).toBe(paid);
        }
      }),
      { numRuns: 1_000 },
    );
  },
);

test('near the limit a slice is one call, and a call that fits exactly is made', async () => {
  const world = new World([budget('bud_1', 1_000)], 2);
  expect(await world.call(0, 990, 1)).toBe(true);
  expect(await world.call(1, 11, 1)).toBe(false);
  expect(await world.call(1, 10, 1)).toBe(true);
  expect(await world.call(0, 1, 1)).toBe(false);
  await world.settleAll();
  expect(world.store.state('bud_1')).toMatchObject({ spent: 1_000, reserved: 0 });
});

test('what a process that died had under way counts at its most, and the rest of its slice goes back', async () => {
  const world = new World([budget('bud_1', 10_000)], 2);
  await world.call(0, 1_000, 0.5);
  world.crash(0);
  expect(world.store.state('bud_1')).toMatchObject({ spent: 0, reserved: 1_500 - 50 });
  expect(await world.call(1, 9_000, 0)).toBe(false);
  world.nowMs += 60_001;
  expect(world.store.state('bud_1')).toMatchObject({ spent: 1_000, reserved: 0 });
  expect(await world.call(1, 9_000, 0)).toBe(true);
});

test('a process that was stopped for longer than its slice lives asks before it spends, and spends nothing twice', async () => {
  const world = new World([budget('bud_1', 1_000)], 2);
  await world.call(0, 400, 1);
  world.nowMs += 60_001;
  // Others have settled it meanwhile and taken the rest.
  expect(await world.call(1, 600, 1)).toBe(true);
  expect(await world.call(0, 1, 1)).toBe(false);
  world.end(0);
  world.end(1);
  await world.settleAll();
  expect(world.store.state('bud_1')).toMatchObject({ spent: 1_000, reserved: 0 });
});

test('a call longer than a slice lives is kept by renewing it', async () => {
  const world = new World([budget('bud_1', 1_000)], 2);
  await world.call(0, 900, 0.1);
  for (let minutes = 0; minutes < 5; minutes += 1) {
    world.nowMs += 50_000;
    await world.sweep(0);
  }
  expect(await world.call(1, 200, 1)).toBe(false);
  world.end(0);
  await world.settleAll();
  expect(world.store.state('bud_1')).toMatchObject({ spent: 90, reserved: 0 });
});

test('of several budgets the narrowest decides, and what was reserved in the others is free again', async () => {
  const world = new World([budget('bud_1', 10_000), budget('bud_2', 100)], 1);
  expect(await world.call(0, 101, 1)).toBe(false);
  expect(await world.call(0, 100, 1)).toBe(true);
  await world.settleAll();
  expect(world.store.state('bud_1')).toMatchObject({ spent: 100, reserved: 0 });
});

test('a budget that only warns is spent beyond its limit', async () => {
  const world = new World([budget('bud_1', 10, 'WARN')], 1);
  expect(await world.call(0, 100, 1)).toBe(true);
  await world.settleAll();
  expect(world.store.state('bud_1')).toMatchObject({ spent: 100 });
});

test('a hundred calls at once of one process fit as far as the budget reaches', async () => {
  const world = new World([budget('bud_1', 1_000)], 1);
  const went = await Promise.all(Array.from({ length: 100 }, () => world.call(0, 30, 1)));
  expect(went.filter(Boolean)).toHaveLength(33);
});
