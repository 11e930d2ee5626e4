import { setTimeout as pause } from 'node:timers/promises';
import { audit, type Audit, readRecord } from '@aether/test-support';
import { Callers } from './callers.ts';
import { Disasters } from './disasters.ts';
import { SeededRandom } from './seeded-random.ts';
import { createTortureWorld, LEASE_MS, type TortureWorld } from './torture-world.ts';

export interface TortureOptions {
  readonly seconds: number;
  readonly seed: number;
  readonly workers: number;
  readonly say: (line: string) => void;
}

export interface Tortured {
  readonly audit: Audit;
  /** What callers did and what happened to the world. */
  readonly counters: Readonly<Record<string, number>>;
}

const CALLERS = 4;
const CALL_PAUSE_MS = 60;
const DISASTER_PAUSE_MS = [500, 2_500] as const;
/** Said, for whoever wonders where the minutes went. */
const LONG_SECONDS = 20;
/** After the last disaster everything must come to its end within this. */
const REST_MS = 120_000;

/** The minutes, then peace, then the audit of the record. */
export async function runTorture({ seconds, seed, workers, say }: TortureOptions): Promise<Tortured> {
  say(`torture: ${seconds} s, ${workers} workers, seed ${seed}`);
  await using world = await createTortureWorld(workers);
  await Promise.all(world.workers.map((worker) => world.start(worker)));
  say('everybody is up');
  const callers = new Callers(world, new SeededRandom(seed));
  const random = new SeededRandom(seed + 1);
  const disasters = new Disasters(world, random);
  const until = performance.now() + seconds * 1_000;
  const calling = Array.from({ length: CALLERS }, async () => {
    while (performance.now() < until) {
      await callers.act();
      await pause(CALL_PAUSE_MS);
    }
  });
  // Two at a time: one disaster meets another.
  const happening = [0, 1].map(async () => {
    while (performance.now() < until) {
      const began = performance.now();
      const kind = await disasters.happen();
      const took = (performance.now() - began) / 1_000;
      if (took >= LONG_SECONDS) say(`${kind} took ${took.toFixed(0)} s`);
      await pause(random.between(...DISASTER_PAUSE_MS));
    }
  });
  await Promise.all([...calling, ...happening]);
  say('peace');
  await bringToRest(world, callers);
  return { audit: await auditOf(world, callers), counters: { ...callers.counts, ...disasters.counts } };
}

/** Every worker lives, every caller gets an answer, every open question a decision, until nothing is open. */
async function bringToRest(world: TortureWorld, callers: Callers): Promise<void> {
  const until = performance.now() + REST_MS;
  while (performance.now() < until) {
    await Promise.all(
      world.workers
        .filter(({ program }) => program === null || program.hasEnded())
        .map((worker) => world.start(worker)),
    );
    while (callers.unanswered > 0 && performance.now() < until) await callers.askAgain();
    await callers.decide();
    const { open, lost } = await auditOf(world, callers);
    if (open === 0 && lost === 0) break;
    await pause(500);
  }
  // What a paused worker still had in hand would come by now.
  await pause(LEASE_MS);
}

async function auditOf({ database, model, effects }: TortureWorld, callers: Callers): Promise<Audit> {
  const answered = model.calls.filter(({ isAnswered }) => isAnswered);
  const byRun = Map.groupBy(answered, ({ executionId }) => executionId);
  return audit({
    accepted: [...callers.accepted],
    executions: await readRecord(database, callers.viewer.tenantId),
    effects: effects.book.entries(),
    modelCalls: new Map([...byRun].map(([executionId, calls]) => [executionId, calls.length])),
  });
}
