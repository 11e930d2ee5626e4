import { createLogger } from '@aether/common/service';
import { createIdSource } from '@aether/schema';
import { testOperations, testViewer } from '@aether/test-support';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Target } from '../src/routing/target.ts';
import { BooksUnavailableError, BudgetExhaustedError } from '../src/spending/errors.ts';
import type { PaidCall } from '../src/spending/paid-call.ts';
import { Spending } from '../src/spending/spending.ts';
import { ScriptedBooks } from './scripted-books.ts';

const viewer = testViewer();
const logger = createLogger('test', { level: 'silent' });
const context = { viewer, caller: 'graphql-gateway', signal: new AbortController().signal };
/** One token of an answer costs one nano-dollar, a prompt nothing. */
const target = {
  id: null,
  slug: 'acme/paid',
  name: 'paid',
  builtIn: false,
  capabilities: ['CHAT'],
  provider: { slug: 'acme', baseUrl: null, tenantId: viewer.tenantId, ownKeyOf: null },
  prices: { inputPerMillion: 0, outputPerMillion: 1_000_000, cachedInputPerMillion: null, validFrom: null },
} as unknown as Target;

/** Gateways that share one budget, a vendor that keeps its own books, and a clock. */
class World {
  nowMs = Date.parse('2026-03-04T10:00:00.000Z');
  /** What the vendor has charged. */
  paid = 0;
  readonly books: ScriptedBooks;
  readonly #gateways: Spending[] = [];
  readonly #processes: { kill(): void }[] = [];
  #calls: { readonly gateway: number; readonly call: PaidCall; readonly cost: number }[] = [];

  constructor(limit: number, gateways: number) {
    this.books = new ScriptedBooks(limit);
    this.books.nowMs = () => this.nowMs;
    for (let index = 0; index < gateways; index += 1) this.#gateways.push(this.#begin(index));
  }

  async call(gateway: number, most: number, part: number): Promise<void> {
    const bound = { promptTokens: 0, outputTokens: most, outputLimit: null };
    try {
      const call = await this.#gateways[gateway]?.begin(context, { operation: 'chat' }, target, () => bound);
      if (call == null) throw new Error('The books of this call are kept here.');
      const cost = Math.floor(most * part);
      this.paid += cost;
      this.#calls.push({ gateway, call, cost });
    } catch (error) {
      if (!(error instanceof BudgetExhaustedError) && !(error instanceof BooksUnavailableError)) throw error;
    }
  }

  /** The oldest call of the gateway is answered. */
  end(gateway: number): void {
    const found = this.#calls.find((each) => each.gateway === gateway);
    if (found === undefined) return;
    this.#calls = this.#calls.filter((each) => each !== found);
    const usage = { prompt_tokens: 0, completion_tokens: found.cost };
    found.call.settle(usage, { costNanoUsd: found.cost, unpriced: false });
    // What comes twice counts once.
    found.call.settle(usage, { costNanoUsd: found.cost, unpriced: false });
    found.call.left();
  }

  /** Nothing that it has not told is ever told. */
  crash(gateway: number): void {
    this.#calls = this.#calls.filter((each) => each.gateway !== gateway);
    this.#processes[gateway]?.kill();
    this.#gateways[gateway] = this.#begin(gateway);
  }

  async tell(gateway: number): Promise<void> {
    await this.#gateways[gateway]?.tell();
  }

  async stop(): Promise<void> {
    for (const { gateway } of this.#calls) this.end(gateway);
    this.books.isAway = false;
    for (const gateway of this.#gateways) await gateway[Symbol.asyncDispose]();
  }

  #begin(gateway: number): Spending {
    const process = this.books.process();
    this.#processes[gateway] = process;
    const clock = { now: () => new Date(this.nowMs), monotonicMs: () => this.nowMs };
    const ids = createIdSource({ now: clock.now, random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)) });
    return new Spending({ operations: testOperations(process.operations), clock, ids, logger });
  }
}

const gateway = fc.integer({ min: 0, max: 1 });
const command = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('call' as const),
      gateway,
      most: fc.integer({ min: 1, max: 300 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('end' as const), gateway }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tell' as const), gateway }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), gateway }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('away' as const), isAway: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 30_000 }) }) },
);

test(
  'whatever dies, and whoever is away, nothing is overspent, and without a crash ledger, budget and vendor agree',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 4_000 }),
        fc.array(command, { maxLength: 60 }),
        async (limit, given) => {
          const world = new World(limit, 2);
          for (const each of given) {
            if (each.do === 'call') await world.call(each.gateway, each.most, each.part);
            if (each.do === 'end') world.end(each.gateway);
            if (each.do === 'tell') await world.tell(each.gateway);
            if (each.do === 'crash') world.crash(each.gateway);
            if (each.do === 'away') world.books.isAway = each.isAway;
            if (each.do === 'wait') world.nowMs += each.ms;
            expect(world.paid).toBeLessThanOrEqual(limit);
            expect(world.books.atMost).toBeGreaterThanOrEqual(world.paid);
            expect(world.books.atMost).toBeLessThanOrEqual(limit);
            expect(world.books.recorded).toBeLessThanOrEqual(world.paid);
          }
          await world.stop();
          expect(world.books.atMost).toBeGreaterThanOrEqual(world.paid);
          if (given.some((each) => each.do === 'crash')) return;
          expect([world.books.recorded, world.books.spent, world.books.atMost]).toEqual(Array(3).fill(world.paid));
        },
      ),
      { numRuns: 500 },
    );
  },
);
