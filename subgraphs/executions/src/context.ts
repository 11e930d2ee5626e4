import type { BlobStore } from '@aether/common/blobs';
import type { Clock, InternalOperations, Logger, RequestContext } from '@aether/common/service';
import type { Doorbell, Streams } from '@aether/common/streams';
import type { CommandRunner, Egress } from '@aether/runtime';
import type { IdSource } from '@aether/schema';
import type { AllowedAgents } from './a2a/allowed-agents.ts';
import type { PushConfigs } from './a2a/push/push-configs.ts';
import type { AgentVersions } from './accept/agent-versions.ts';
import type { BudgetDirectory } from './budgets/budget-directory.ts';
import type { ExecutionsConfig } from './config.ts';
import type { ArtifactLinks } from './artifacts/artifact-links.ts';
import type { AgentProbes } from './db/agent-probes.ts';
import type { ApprovalStore } from './db/approval-store.ts';
import type { BudgetStore } from './db/budget-store.ts';
import type { SharedSliceStore } from './db/shared-slice-store.ts';
import type { ArtifactStore } from './db/artifact-store.ts';
import type { ChildStore } from './db/child-store.ts';
import type { ConversationStore } from './db/conversation-store.ts';
import type { ExecutionReader } from './db/execution-reader.ts';
import type { PinnedTexts } from './db/pinned-texts.ts';
import type { TaskReader } from './db/task-reader.ts';
import type { UsageLedger } from './db/usage-ledger.ts';
import type { UsageReader } from './db/usage-reader.ts';
import type { WaitStore } from './db/wait-store.ts';
import type { ExecutionWriter } from './journal/execution-writer.ts';
import type { LiveEvents } from './journal/live-events.ts';
import type { TriggerParts } from './triggers/trigger-parts.ts';

/** Where an execution goes that is not run by a worker of ours at once. */
export interface ClusterExecutor {
  /** Something was accepted for it. */
  look(): void;
}

/** What one process of this service holds. */
export interface ExecutionsParts {
  /** Runs executions on a cluster; null without one. */
  readonly clusterExecutor: ClusterExecutor | null;
  readonly config: ExecutionsConfig;
  readonly reader: ExecutionReader;
  readonly tasks: TaskReader;
  readonly allowedAgents: AllowedAgents;
  /** Null = this process opens no secrets, so it tells no other system of a task. */
  readonly pushConfigs: PushConfigs | null;
  readonly children: ChildStore;
  readonly usage: UsageReader;
  readonly usageLedger: UsageLedger;
  readonly conversations: ConversationStore;
  readonly approvals: ApprovalStore;
  readonly artifacts: ArtifactStore;
  readonly artifactLinks: ArtifactLinks;
  readonly waits: WaitStore;
  readonly probes: AgentProbes;
  readonly pins: PinnedTexts;
  readonly writer: ExecutionWriter;
  readonly live: LiveEvents;
  readonly agentVersions: AgentVersions;
  readonly triggers: TriggerParts;
  readonly budgetStore: BudgetStore;
  readonly budgetDirectory: BudgetDirectory;
  readonly sharedSlices: SharedSliceStore;
  /** From runs, and from looks at agents, to addresses that agents name. */
  readonly egress: Egress;
  readonly commands: CommandRunner;
  readonly operations: InternalOperations;
  readonly logger: Logger;
  readonly streams: Streams;
  readonly doorbell: Doorbell;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
}

export interface ExecutionsContext extends RequestContext {
  readonly parts: ExecutionsParts;
}
