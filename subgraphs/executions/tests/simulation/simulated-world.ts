import { ToolOutcomeUnknownError } from '@aether/runtime';
import { audit, type Audit, EffectBook, type EffectName, EFFECTS, testViewer } from '@aether/test-support';
import { createLogger } from '@aether/common/service';
import { InMemoryStreams } from '@aether/common/streams';
import type { Scheduler } from 'fast-check';
import { cancelExecution } from '../../src/cancel-execution.ts';
import type { ApprovalStore } from '../../src/db/approval-store.ts';
import type { ChildStore } from '../../src/db/child-store.ts';
import type { ExecutionReader } from '../../src/db/execution-reader.ts';
import type { ExecutionStore } from '../../src/db/execution-store.ts';
import { isEnded } from '../../src/execution.ts';
import { ExecutionWriter } from '../../src/journal/execution-writer.ts';
import { LiveEvents } from '../../src/journal/live-events.ts';
import { storedRow } from '../stored-row.ts';
import { MemoryExecutionStore } from './memory-execution-store.ts';
import { NO_CHILDREN, QUEUE, type SimulatedProcess, startSimulatedProcess } from './simulated-process.ts';
import { SimulatedDoorbell } from './simulated-doorbell.ts';
import { SimulatedWire } from './simulated-wire.ts';

const WORKERS = ['w1', 'w2'] as const;

export type WorkerName = (typeof WORKERS)[number];

/** What may happen, each at a moment that the scheduler chooses. `run` counts the submitted runs. */
export type Fault =
  | { readonly kind: 'kill' | 'restart' | 'drain' | 'cut' | 'mend' | 'lose answer'; readonly worker: WorkerName }
  | { readonly kind: 'cancel' | 'submit again'; readonly run: number };

export interface Scenario {
  /** One run each: its steps by letter (`scripted-run.ts`). */
  readonly plans: readonly string[];
  readonly faults: readonly Fault[];
  /** Every ring is lost. */
  readonly isDeaf: boolean;
  /** How wrong the clock of the second machine is. */
  readonly skewMs: number;
}

export interface Time {
  /** Moves the fake clock, running what is due. */
  advance(milliseconds: number): void;
  /** Lets everything that is not waiting for time or for the scheduler go on. */
  settle(): Promise<void>;
}

/** So long anything may happen; then the world is left in peace. Most that is worth seeing needs fewer. */
const MAXIMUM_STEPS = 100;
/** Short steps let writes out, long ones let leases run out. */
const TICKS_MS = [5, 700] as const;
/** After the last fault everything must end within two minutes of the world's own time. */
const CALM_STEPS = 240;
const CALM_MS = 500;

/** Two processes, a store, and everything that may come between them. */
export class SimulatedWorld {
  readonly #scenario: Scenario;
  readonly #scheduler: Scheduler;
  readonly #time: Time;
  readonly #store = new MemoryExecutionStore(() => Date.now());
  readonly #book = new EffectBook();
  readonly #doorbell = new SimulatedDoorbell();
  readonly #viewer = testViewer();
  readonly #processes = new Map<string, SimulatedProcess>();
  readonly #accepted: string[] = [];
  readonly #modelCalls = new Map<string, number>();
  readonly #desk;
  #ids = 0;
  #pending = 0;
  #isCalm = false;

  constructor(scenario: Scenario, scheduler: Scheduler, time: Time) {
    this.#scenario = scenario;
    this.#scheduler = scheduler;
    this.#time = time;
    this.#doorbell.isDeaf = scenario.isDeaf;
    this.#desk = createDesk(this.#store);
  }

  /** Lets it happen, then lets it come to rest, and audits the record. */
  async run(): Promise<Audit> {
    const { plans, faults } = this.#scenario;
    for (const name of WORKERS) this.#start(name);
    for (const milliseconds of TICKS_MS) void this.#tick(milliseconds);
    for (const [index, plan] of plans.entries()) this.#later(`submit ${plan}`, () => this.#submit(index));
    for (const fault of faults) this.#later(fault.kind, () => this.#happen(fault));
    for (let step = 0; step < MAXIMUM_STEPS && !(this.#pending === 0 && this.#isOver()); step += 1) {
      await this.#scheduler.waitNext(1);
      await this.#time.settle();
    }
    await this.#rest();
    return this.#audit();
  }

  async #rest(): Promise<void> {
    this.#isCalm = true;
    for (const { wire } of this.#processes.values()) wire.calm();
    while (this.#scheduler.count() > 0) {
      await this.#scheduler.waitNext(1);
      await this.#time.settle();
    }
    this.#start('w3');
    for (let step = 0; step < CALM_STEPS && !this.#isOver(); step += 1) {
      await this.#time.settle();
      this.#time.advance(CALM_MS);
    }
    await this.#time.settle();
  }

  #isOver(): boolean {
    const { executions } = this.#store;
    return (
      executions.size === this.#scenario.plans.length &&
      [...executions.values()].every(({ properties }) => isEnded(properties['status'] as 'QUEUED'))
    );
  }

  #audit(): Audit {
    return audit({
      accepted: this.#accepted,
      executions: [...this.#store.executions.values()].map(({ properties, events, usage }) => ({
        id: String(properties['id']),
        status: String(properties['status']),
        lastSeq: Number(properties['lastSeq']),
        events: events.map(({ seq, name, data }) => ({ seq, name, status: String(data['status'] ?? '') })),
        ledger: usage.size,
      })),
      effects: this.#book.entries(),
      modelCalls: this.#modelCalls,
    });
  }

  #start(name: string): void {
    const wire = new SimulatedWire(this.#scheduler);
    if (this.#isCalm) wire.calm();
    const process = startSimulatedProcess(name, {
      store: this.#store,
      wire,
      doorbell: this.#doorbell,
      viewer: this.#viewer,
      skewMs: name === 'w2' ? this.#scenario.skewMs : 0,
      nextId: () => (this.#ids += 1),
      outside: {
        model: (executionId, signal) =>
          unlessAborted(
            wire.pass('model', async () => {
              this.#modelCalls.set(executionId, (this.#modelCalls.get(executionId) ?? 0) + 1);
            }),
            signal,
          ),
        call: (tool, call) => this.#call(wire, tool, call),
      },
    });
    this.#processes.set(name, process);
  }

  #call(
    wire: SimulatedWire,
    tool: EffectName,
    { executionId, key, signal }: { executionId: string; key: string; signal: AbortSignal },
  ): Promise<string> {
    const apply = async (): Promise<string> => this.#book.apply(tool, { executionId, key, what: tool });
    // A call that went out and whose answer is lost is in doubt; `UNAVAILABLE` would say that it never went out.
    const called = wire.pass(tool, apply).catch((error: unknown) => {
      throw EFFECTS[tool] === 'ONCE' ? new ToolOutcomeUnknownError(tool, error) : error;
    });
    return unlessAborted(called, signal);
  }

  /** A caller asks again until it has an answer, with the same key. */
  async #submit(index: number): Promise<void> {
    const question = this.#scenario.plans[index] ?? '';
    for (;;) {
      // The same for every attempt, as the caller's key is; the id is another one.
      const row = storedRow({
        executionId: `exe_${(this.#ids += 1)}`,
        viewer: this.#viewer,
        queue: QUEUE,
        at: new Date(),
        key: `key ${index}`,
        question,
      });
      const via = this.#processes.get(WORKERS[index % WORKERS.length] ?? 'w1');
      try {
        const answer = await via?.writer.accept(row);
        if (answer === undefined) return;
        this.#accepted.push(answer.resultId);
        void this.#doorbell.ring(QUEUE, `NORMAL.${row.tenantId}.${answer.resultId}`);
        return;
      } catch {
        await this.#scheduler.schedule(Promise.resolve(), 'ask again');
      }
    }
  }

  async #happen(fault: Fault): Promise<void> {
    if ('run' in fault)
      return fault.kind === 'cancel' ? this.#cancel(fault.run) : this.#submit(fault.run % this.#scenario.plans.length);
    const process = this.#processes.get(fault.worker);
    if (process === undefined) return;
    const { wire } = process;
    if (fault.kind === 'kill' || fault.kind === 'restart') wire.kill();
    if (fault.kind === 'restart') this.#start(fault.worker);
    if (fault.kind === 'drain') void process.drain().then(() => wire.kill());
    if (fault.kind === 'cut') wire.cut();
    if (fault.kind === 'mend') wire.mend();
    if (fault.kind === 'lose answer') wire.loseAnswer();
  }

  async #cancel(run: number): Promise<void> {
    const executions = [...this.#store.executions.values()];
    const target = executions[run % Math.max(1, executions.length)];
    if (target === undefined) return;
    const key = { tenantId: String(target.properties['tenantId']), executionId: String(target.properties['id']) };
    const first = await this.#store.find(key);
    if (first === null || isEnded(first.status)) return;
    await cancelExecution(this.#desk, first, { viewer: this.#viewer, reason: null, requestId: 'req' }).catch(() => {});
  }

  /** Something that happens at a moment of the scheduler's choice. */
  #later(label: string, act: () => Promise<void>): void {
    this.#pending += 1;
    void this.#scheduler
      .schedule(Promise.resolve(), label)
      .then(act)
      .then(() => (this.#pending -= 1));
  }

  async #tick(milliseconds: number): Promise<void> {
    while (!this.#isCalm) {
      await this.#scheduler.schedule(Promise.resolve(), `${milliseconds} ms`);
      this.#time.advance(milliseconds);
    }
  }
}

/** Where a person cancels: a process of its own, which never dies. */
function createDesk(store: ExecutionStore) {
  const streams = new InMemoryStreams();
  const live = new LiveEvents(streams);
  return {
    live,
    writer: new ExecutionWriter({
      store,
      live,
      streams,
      lane: 'desk',
      logger: createLogger('desk', { level: 'silent' }),
    }),
    clock: { now: () => new Date(), monotonicMs: () => Date.now() },
    // It asks for one run by its id, and no run waits for an approval.
    reader: {
      find: (tenantId: string, executionId: string) => store.find({ tenantId, executionId }),
    } as Partial<ExecutionReader> as ExecutionReader,
    approvals: {} as Partial<ApprovalStore> as ApprovalStore,
    children: NO_CHILDREN as Partial<ChildStore> as ChildStore,
  };
}

/** As a client that closes its connection: the request may have arrived all the same. */
async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
