import type { Database } from '@aether/common/graph';
import { z } from 'zod';
import {
  CHILDREN,
  CHILDREN_OF_STEPS,
  FAMILY,
  FAMILY_TREE,
  FAMILY_WAITS,
  LEFT_CHILDREN,
  POSTPONE_DEADLINE,
  ROLL_UP,
} from './child-statements.ts';
import { calledWaitMs } from '../children/called-wait-ms.ts';
import type { ExecutionKey } from './execution-store.ts';
import { type ExecutionRecord, executionSchema } from './records.ts';

/** A run that calls, as a call that is to be accepted must know it. */
export interface Family {
  readonly parent: ExecutionRecord;
  /** Of the run that nobody called. */
  readonly rootId: string;
  readonly children: readonly ExecutionRecord[];
  /** Runs below the root, all levels. */
  readonly descendants: number;
}

const family = z.object({
  parent: executionSchema,
  rootId: z.string(),
  children: z.array(executionSchema),
  descendants: z.number(),
});
const execution = z.object({ execution: executionSchema });
const member = z.object({ id: z.string(), parentId: z.string(), execution: executionSchema.nullable() });
const waited = z.object({
  id: z.string(),
  parentId: z.string(),
  isWaiting: z.boolean(),
  waitedMs: z.number(),
  fromMs: z.number(),
  untilMs: z.number(),
});
const postponed = z.object({ deadlineAtMs: z.number() });
const rolledUp = z.object({ parentId: z.string().nullable(), isChanged: z.boolean() });
type Postponed = Pick<ExecutionRecord, 'tenantId' | 'id' | 'rootId' | 'deadlineAtMs'>;
/** While a run waits, those above it get this much ahead, once: so their deadlines are looked at rarely. */
const AHEAD_MS = 30_000;
/** Sorts before every instant and every id. */
const BEGIN = '';

/** Runs that runs have called. Who may see them is decided by the callers. */
export class ChildStore {
  readonly #database: Database;
  readonly #random: (bytes: number) => Uint8Array;

  constructor(options: { readonly database: Database; readonly random: (bytes: number) => Uint8Array }) {
    this.#database = options.database;
    this.#random = options.random;
  }

  /** Null for an unknown run. */
  async family({ tenantId, executionId }: ExecutionKey): Promise<Family | null> {
    const [found] = await this.#database.tenant(tenantId).read(FAMILY, { parentId: executionId }, family);
    return found ?? null;
  }

  /** Oldest first. */
  async page(
    { tenantId, executionId }: ExecutionKey,
    page: { readonly after: { readonly createdAt: string; readonly id: string } | null; readonly limit: number },
  ): Promise<readonly ExecutionRecord[]> {
    const { after, limit } = page;
    const parameters = {
      parentId: executionId,
      limit,
      afterAt: after?.createdAt ?? BEGIN,
      afterId: after?.id ?? BEGIN,
    };
    const rows = await this.#database.tenant(tenantId).read(CHILDREN, parameters, execution);
    return rows.map((row) => row.execution);
  }

  async ofSteps(tenantId: string, parentIds: readonly string[]): Promise<readonly ExecutionRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(CHILDREN_OF_STEPS, { parentIds }, execution);
    return rows.map((row) => row.execution);
  }

  /** Runs on all levels below this one that have not ended. */
  async openBelow({
    tenantId,
    id,
    rootId,
  }: Pick<ExecutionRecord, 'tenantId' | 'id' | 'rootId'>): Promise<readonly ExecutionRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(FAMILY_TREE, { rootId: rootId ?? id }, member);
    return rowsBelow(rows, id).flatMap((row) => row.execution ?? []);
  }

  /**
   * Moves the deadline of a run by as long as runs on all levels below it have waited since it was asked last (`calledWaitMs`), and while one
   * of them waits by `AHEAD_MS` more, which later waits use up.
   * @param run as the caller knows it; its deadline may have been moved meanwhile
   * @returns the deadline in the record; one of a run that waits or ends is not moved
   */
  async postponeDeadline({ tenantId, id, rootId, deadlineAtMs }: Postponed): Promise<number> {
    const database = this.#database.tenant(tenantId);
    const below = rowsBelow(await database.read(FAMILY_WAITS, { rootId: rootId ?? id }, waited), id);
    const calledMs = calledWaitMs(below);
    if (calledMs === 0) return deadlineAtMs;
    const waitedMs = calledMs + (below.some(({ isWaiting }) => isWaiting) ? AHEAD_MS : 0);
    const parameters = { executionId: id, waitedMs, deadlineAtMs, nonce: this.#nonce() };
    const [row] = await database.write(POSTPONE_DEADLINE, parameters, postponed);
    return row?.deadlineAtMs ?? deadlineAtMs;
  }

  /** Counts into an ended run what those that it called have cost, and into those above it. One that has not ended counts itself at its end. */
  async rollUp({ tenantId, executionId }: ExecutionKey): Promise<void> {
    const nonce = this.#nonce();
    let parentId: string | null = executionId;
    while (parentId !== null) {
      const rows: readonly z.infer<typeof rolledUp>[] = await this.#database
        .tenant(tenantId)
        .write(ROLL_UP, { parentId, nonce }, rolledUp);
      parentId = rows[0]?.isChanged === true ? rows[0].parentId : null;
    }
  }

  /** Runs whose caller has ended without ending or counting them. */
  async left(queues: readonly string[], limit: number): Promise<readonly ExecutionRecord[]> {
    const rows = await this.#database.read(LEFT_CHILDREN, { queues, limit }, execution);
    return rows.map((row) => row.execution);
  }

  #nonce(): string {
    return Buffer.from(this.#random(12)).toString('base64url');
  }
}

/** Those on all levels below a run, of the rows of its family. */
function rowsBelow<Row extends { readonly id: string; readonly parentId: string }>(
  rows: readonly Row[],
  id: string,
): readonly Row[] {
  const parents = new Map(rows.map((row) => [row.id, row.parentId]));
  const isBelow = (runId: string): boolean => {
    const parentId = parents.get(runId);
    return parentId !== undefined && (parentId === id || isBelow(parentId));
  };
  return rows.filter((row) => isBelow(row.id));
}
