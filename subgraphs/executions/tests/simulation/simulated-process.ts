import { createLogger } from '@aether/common/service';
import { InMemoryStreams } from '@aether/common/streams';
import type { Viewer } from '@aether/common/security';
import type { BlobStore } from '@aether/common/blobs';
import type { RuntimeParts } from '@aether/runtime';
import type { IdPrefix, IdSource } from '@aether/schema';
import { type ExecutionsConfig, executionsConfig } from '../../src/index.ts';
import type { ApprovalStore } from '../../src/db/approval-store.ts';
import type { ChildStore } from '../../src/db/child-store.ts';
import type { ConversationStore } from '../../src/db/conversation-store.ts';
import type { ExecutionReader } from '../../src/db/execution-reader.ts';
import type { ExecutionStore } from '../../src/db/execution-store.ts';
import type { PinnedTexts } from '../../src/db/pinned-texts.ts';
import type { WaitStore } from '../../src/db/wait-store.ts';
import { ExecutionWriter } from '../../src/journal/execution-writer.ts';
import { LiveEvents } from '../../src/journal/live-events.ts';
import type { BudgetEscrow } from '../../src/budgets/budget-escrow.ts';
import type { ModelPrices } from '../../src/budgets/model-prices.ts';
import type { RunSpendingParts } from '../../src/budgets/run-spending.ts';
import type { PersonRights } from '../../src/rights/person-rights.ts';
import { ExecutionWorker } from '../../src/worker/execution-worker.ts';
import { RecordClock } from '../../src/worker/record-clock.ts';
import { Reconciler } from '../../src/worker/reconciler.ts';
import { RunPlaces } from '../../src/worker/run-places.ts';
import type { WorkerParts } from '../../src/worker/worker-parts.ts';
import { agentSpec } from '../run-agent-spec.ts';
import type { SimulatedDoorbell } from './simulated-doorbell.ts';
import { type Outside, scriptedRun } from './scripted-run.ts';
import type { SimulatedWire } from './simulated-wire.ts';

export const QUEUE = 'simulated';

/** Real values would only make a simulation longer: what counts is their order. */
export const CONFIG: ExecutionsConfig = {
  ...executionsConfig({}),
  queues: [QUEUE],
  concurrency: 4,
  leaseMs: 3_000,
  beatMs: 1_000,
  reconcileMs: 1_000,
  retryBaseMs: 100,
};

/** Nothing simulated calls another run. */
export const NO_CHILDREN: Pick<ChildStore, 'left' | 'openBelow' | 'rollUp' | 'postponeDeadline'> = {
  left: async () => [],
  openBelow: async () => [],
  rollUp: async () => {},
  postponeDeadline: async ({ deadlineAtMs }) => deadlineAtMs,
};

/** Nobody simulated loses a right. */
/** No budget limits anybody. */
export const NO_BUDGETS: RunSpendingParts = {
  escrow: { isLimited: async () => false } as Partial<BudgetEscrow> as BudgetEscrow,
  prices: {} as Partial<ModelPrices> as ModelPrices,
};
export const UNCHANGED_RIGHTS: Pick<PersonRights, 'atClaim' | 'mayWrite'> = {
  atClaim: async (viewer) => viewer,
  mayWrite: async () => {},
};

const logger = createLogger('simulation', { level: 'silent' });
const specText = JSON.stringify(agentSpec());

export interface Surroundings {
  readonly store: ExecutionStore;
  readonly wire: SimulatedWire;
  readonly doorbell: SimulatedDoorbell;
  readonly outside: Outside;
  readonly viewer: Viewer;
  /** Wall clock of the machine, which may be wrong. */
  readonly skewMs: number;
  readonly nextId: () => number;
}

export interface SimulatedProcess {
  readonly name: string;
  readonly wire: SimulatedWire;
  readonly writer: ExecutionWriter;
  /** SIGTERM. */
  drain(): Promise<void>;
}

/** The product's worker, lease, journal, writer and reconciler on a store, a wire, a clock and a doorbell that are simulated. */
export function startSimulatedProcess(name: string, surroundings: Surroundings): SimulatedProcess {
  const { wire, doorbell, outside, viewer, skewMs, nextId } = surroundings;
  const store = wire.store(surroundings.store);
  const streams = new InMemoryStreams();
  const live = new LiveEvents(streams);
  const writer = new ExecutionWriter({ store, live, streams, lane: name, logger });
  const ids: IdSource = (prefix: IdPrefix) => `${prefix}_${String(nextId()).padStart(26, '0')}`;
  const clock = new RecordClock({ now: () => new Date(Date.now() + skewMs), monotonicMs: () => Date.now() });
  const pins: Pick<PinnedTexts, 'find'> = {
    find: async (_tenantId, hash) => (hash === 'spec' ? specText : JSON.stringify(viewer)),
  };
  const approvals: Pick<ApprovalStore, 'expired' | 'close'> = { expired: async () => [], close: async () => {} };
  const waits: Pick<WaitStore, 'due' | 'dueOf'> = { due: async () => [], dueOf: async () => [] };
  const parts: WorkerParts = {
    config: CONFIG,
    store,
    writer,
    live,
    streams,
    doorbell,
    // Nothing simulated is in a conversation, waits for a person, or is too large for the graph.
    conversations: {} as Partial<ConversationStore> as ConversationStore,
    approvals: approvals as Partial<ApprovalStore> as ApprovalStore,
    waits: waits as Partial<WaitStore> as WaitStore,
    children: NO_CHILDREN as Partial<ChildStore> as ChildStore,
    reader: {} as Partial<ExecutionReader> as ExecutionReader,
    places: new RunPlaces(),
    rights: UNCHANGED_RIGHTS as Partial<PersonRights> as PersonRights,
    budgets: NO_BUDGETS,
    pins: pins as Partial<PinnedTexts> as PinnedTexts,
    blobs: {} as Partial<BlobStore> as BlobStore,
    runtime: {} as Partial<RuntimeParts> as RuntimeParts,
    clock,
    ids,
    random: (bytes) => new Uint8Array(bytes).fill(nextId() % 256),
    logger,
    executeAgent: scriptedRun(outside),
  };
  const worker = new ExecutionWorker(name, parts);
  const reconciler = new Reconciler(parts, worker);
  const start = async (): Promise<void> => {
    try {
      await clock.follow(() => store.nowMs());
    } catch {
      return start(); // the answer was lost; a service that cannot start is started again
    }
    await worker.start();
    reconciler.start();
  };
  void start();
  return {
    name,
    wire,
    writer,
    async drain() {
      await reconciler[Symbol.asyncDispose]();
      await worker[Symbol.asyncDispose]();
      await writer[Symbol.asyncDispose]();
    },
  };
}
