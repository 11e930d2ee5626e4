import { type Database, systemStatement, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { ExecutionKey } from './execution-store.ts';
import { type ExecutionRecord, executionSchema } from './records.ts';

const REASON = 'The cluster belongs to the installation and runs the executions of all tenants.';

/** Where an execution stands on its cluster. Without a state there is nothing to do there any more. */
export const WORKFLOW_STATES = ['SUBMIT', 'SUBMITTED'] as const;
export type WorkflowState = (typeof WORKFLOW_STATES)[number];

// A submitted run needs nothing until it has ended; in this list many that wait would keep younger ones from being submitted.
const PENDING = systemStatement(
  'executions.with-workflow-state',
  REASON,
  `MATCH (e:Execution) WHERE e.workflowState IN $states AND e.queue IN $queues AND (e.workflowState = 'SUBMIT' OR e:ExecutionLog)
   RETURN properties(e) AS execution, e.workflowState AS state ORDER BY e.createdAt LIMIT $limit`,
);
const BY_WORKFLOW = systemStatement(
  'executions.by-workflow',
  REASON,
  'MATCH (e:Execution) WHERE e.workflow = $workflow RETURN properties(e) AS execution',
);
const FIND = tenantStatement(
  'executions.of-workflow',
  'MATCH (e:Execution {tenantId: $tenantId, id: $executionId}) RETURN properties(e) AS execution',
);
const SET_STATE = tenantStatement(
  'executions.set-workflow-state',
  'MATCH (e:Execution {tenantId: $tenantId, id: $executionId}) SET e.workflowState = $state RETURN e.id AS id',
);
// Fence 0 = nobody has claimed it: a node that is handed out a second time releases nothing.
const RELEASE = tenantStatement(
  'executions.release',
  `MATCH (e:Execution {tenantId: $tenantId, id: $executionId}) SET e.lock = $nonce
   WITH e WHERE e.status = 'QUEUED' AND e.fence = 0
   SET e.notBeforeMs = datetime.realtime().epochMillis
   RETURN e.id AS id`,
);

// A worker that is at it sees the node when it claims the run the next time; who waits for the node says it again until it has ended.
const HAND_OUT = tenantStatement(
  'executions.hand-out',
  `MATCH (e:Execution {tenantId: $tenantId, id: $executionId}) SET e.lock = $nonce
   WITH e WHERE NOT e:ExecutionLog
   SET e.handedOut = [node IN coalesce(e.handedOut, []) WHERE node <> $node] + $node,
     e.notBeforeMs = CASE WHEN e.status = 'QUEUED' THEN datetime.realtime().epochMillis ELSE e.notBeforeMs END
   RETURN e.id AS id`,
);

const found = z.object({ execution: executionSchema });
const written = z.object({ id: z.string() });

/** What the record knows of executions that run on a cluster. */
export class ArgoExecutions {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Executions of these queues with something to do on the cluster, oldest first. */
  pending(
    queues: readonly string[],
    limit: number,
  ): Promise<readonly { readonly execution: ExecutionRecord; readonly state: WorkflowState }[]> {
    const row = found.extend({ state: z.enum(WORKFLOW_STATES) });
    return this.#database.read(PENDING, { states: [...WORKFLOW_STATES], queues, limit }, row);
  }

  async ofWorkflow(workflow: string): Promise<ExecutionRecord | null> {
    const [row] = await this.#database.read(BY_WORKFLOW, { workflow }, found);
    return row?.execution ?? null;
  }

  async find({ tenantId, executionId }: ExecutionKey): Promise<ExecutionRecord | null> {
    const [row] = await this.#database.tenant(tenantId).read(FIND, { executionId }, found);
    return row?.execution ?? null;
  }

  async setState({ tenantId, executionId }: ExecutionKey, state: WorkflowState | null): Promise<void> {
    await this.#database.tenant(tenantId).write(SET_STATE, { executionId, state }, written);
  }

  /** A node of its flow may run from now on. */
  async handOut({ tenantId, executionId }: ExecutionKey, node: string, nonce: string): Promise<void> {
    await this.#database.tenant(tenantId).write(HAND_OUT, { executionId, node, nonce }, written);
  }

  /** From now on a worker may claim it; before, it waits for the cluster to hand its node out. */
  async release({ tenantId, executionId }: ExecutionKey, nonce: string): Promise<void> {
    await this.#database.tenant(tenantId).write(RELEASE, { executionId, nonce }, written);
  }
}
