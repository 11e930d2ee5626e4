import type { BlobStore } from '@aether/common/blobs';
import type { Logger } from '@aether/common/service';
import type { Doorbell, Streams } from '@aether/common/streams';
import type { Journal, RunOutcome, RuntimeParts } from '@aether/runtime';
import type { IdSource } from '@aether/schema';
import type { RunSpendingParts } from '../budgets/run-spending.ts';
import type { ExecutionsConfig } from '../config.ts';
import type { ApprovalStore } from '../db/approval-store.ts';
import type { ChildStore } from '../db/child-store.ts';
import type { ConversationStore } from '../db/conversation-store.ts';
import type { ExecutionReader } from '../db/execution-reader.ts';
import type { ExecutionStore } from '../db/execution-store.ts';
import type { PinnedTexts } from '../db/pinned-texts.ts';
import type { WaitStore } from '../db/wait-store.ts';
import type { ExecutionWriter } from '../journal/execution-writer.ts';
import type { LiveEvents } from '../journal/live-events.ts';
import type { PersonRights } from '../rights/person-rights.ts';
import type { RunPlaces } from './run-places.ts';
import type { RecordClock } from './record-clock.ts';

/** The agent loop of `@aether/runtime`; tests hand in a scripted one. */
export type ExecuteAgent = (journal: Journal, parts: RuntimeParts) => Promise<RunOutcome>;

/** What a worker and its runs need. */
export interface WorkerParts {
  readonly config: ExecutionsConfig;
  readonly store: ExecutionStore;
  readonly conversations: ConversationStore;
  readonly approvals: ApprovalStore;
  readonly waits: WaitStore;
  readonly pins: PinnedTexts;
  readonly writer: ExecutionWriter;
  readonly live: LiveEvents;
  readonly streams: Streams;
  readonly doorbell: Doorbell;
  readonly blobs: BlobStore;
  readonly clock: RecordClock;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
  readonly logger: Logger;
  readonly runtime: RuntimeParts;
  readonly executeAgent: ExecuteAgent;
  readonly reader: ExecutionReader;
  readonly children: ChildStore;
  readonly places: RunPlaces;
  readonly rights: PersonRights;
  readonly budgets: RunSpendingParts;
}
