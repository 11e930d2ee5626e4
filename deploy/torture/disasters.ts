import { setTimeout as pause } from 'node:timers/promises';
import type { TcpFault } from '@aether/test-support';
import type { SeededRandom } from './seeded-random.ts';
import { LEASE_MS, type TorturedWorker, type TortureWorld } from './torture-world.ts';

const KINDS = [
  'kill -9',
  'SIGSTOP',
  'SIGTERM',
  'Redis flush',
  'Redis kill',
  'partition',
  'slow wire',
  'Neo4j kill',
] as const;

export type DisasterKind = (typeof KINDS)[number];

/** Its launcher gives up a database that dies more often. */
const MOST_NEO4J_KILLS = 4;

const CUTS: readonly TcpFault[] = [{ kind: 'blackhole' }, { kind: 'half-open' }, { kind: 'reset' }];
const SLOW: readonly TcpFault[] = [
  { kind: 'latency', milliseconds: 500 },
  { kind: 'bandwidth', bytesPerSecond: 50_000 },
];

/** What happens to the world, one after the other; each is over when its promise resolves. */
export class Disasters {
  readonly counts = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<DisasterKind, number>;
  readonly #world: TortureWorld;
  readonly #random: SeededRandom;
  readonly #busy = new Set<object>();

  constructor(world: TortureWorld, random: SeededRandom) {
    this.#world = world;
    this.#random = random;
  }

  /**
   * One of them, by chance; a Neo4j is killed seldom, for its restart takes everybody's time.
   * @returns which; null = what it would have hit is being hit already
   */
  async happen(): Promise<DisasterKind | null> {
    const isNeo4j = this.counts['Neo4j kill'] < MOST_NEO4J_KILLS && this.#random.next() < 0.06;
    const kind = isNeo4j ? 'Neo4j kill' : this.#random.of(KINDS.filter((each) => each !== 'Neo4j kill'));
    const worker = this.#random.of(this.#world.workers);
    const victim = this.#victimOf(kind, worker);
    // One thing is hit by one disaster at a time: a worker that two bring back would be there twice.
    if (this.#busy.has(victim)) return null;
    this.#busy.add(victim);
    try {
      await this.#act(kind, worker);
      this.counts[kind] += 1;
      return kind;
    } finally {
      this.#busy.delete(victim);
    }
  }

  #victimOf(kind: DisasterKind, worker: TorturedWorker): object {
    if (kind === 'Neo4j kill') return this.#world.neo4j;
    return kind === 'Redis flush' || kind === 'Redis kill' ? this.#world.redis : worker;
  }

  async #act(kind: DisasterKind, worker: TorturedWorker): Promise<void> {
    const { redis, neo4j } = this.#world;
    switch (kind) {
      case 'kill -9':
        await worker.program?.kill();
        return this.#again(worker);
      case 'SIGTERM':
        worker.origin = null;
        await worker.program?.stop();
        return this.#again(worker);
      case 'SIGSTOP': {
        const { program } = worker;
        program?.pause();
        await pause(this.#random.between(LEASE_MS, LEASE_MS * 2));
        program?.resume();
        return;
      }
      case 'Redis flush':
        return redis.flush();
      case 'Redis kill':
        await redis.kill();
        await pause(this.#random.between(200, 2_000));
        return redis.restart();
      case 'Neo4j kill':
        neo4j.kill();
        return neo4j.back();
      case 'partition':
        return this.#disturb(worker, this.#random.of(CUTS));
      case 'slow wire':
        return this.#disturb(worker, this.#random.of(SLOW));
    }
  }

  async #again(worker: TorturedWorker): Promise<void> {
    worker.origin = null;
    await pause(this.#random.between(0, 1_000));
    await this.#world.start(worker);
  }

  /** Of one worker, to one of its stores: the others see both. */
  async #disturb({ neo4jWire, redisWire }: TorturedWorker, fault: TcpFault): Promise<void> {
    const wire = this.#random.next() < 0.7 ? neo4jWire : redisWire;
    wire.setFault(fault);
    await pause(this.#random.between(500, LEASE_MS * 1.5));
    wire.setFault({ kind: 'none' });
    // Bytes were lost on them: as after a real cut, nobody goes on with these.
    wire.resetConnections();
  }
}
