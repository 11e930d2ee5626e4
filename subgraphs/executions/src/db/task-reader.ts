import type { Database } from '@aether/common/graph';
import { EXECUTION_EVENTS, type ExecutionEventName } from '@aether/schema';
import { z } from 'zod';
import type { ExecutionStatus } from '../execution.ts';
import type { ExecutionRecord } from './records.ts';
import { TASK_STATUS_AT, TASKS_OF_AGENT, TASKS_OF_STARTER } from './task-statements.ts';

export interface TaskConditions {
  readonly agentId: string;
  /** Null = of everybody. */
  readonly startedById: string | null;
  /** A conversation, or a run that stands alone; null = every context. */
  readonly contextId: string | null;
  readonly statuses: readonly ExecutionStatus[] | null;
  /** In their state since then, or later. */
  readonly since: string | null;
}

export interface TaskPage {
  readonly before: { readonly statusAt: string; readonly id: string } | null;
  readonly limit: number;
}

/** A run, and since when it is in its state. */
export interface TaskPlace {
  readonly id: string;
  readonly statusAt: string;
}

/** Of an agent, the newest runs that a list of tasks looks at. */
const WINDOW = 10_000;
/** Sorts after every instant and every id. */
const END = '\uFFFF';
const STATUS_EVENTS: readonly string[] = (Object.keys(EXECUTION_EVENTS) as ExecutionEventName[]).filter((name) =>
  name.startsWith('execution-'),
);

const page = z.object({ total: z.number(), page: z.array(z.object({ id: z.string(), statusAt: z.string() })) });
const status = z.object({ statusAt: z.string() });

/** Runs in the order in which they last changed their state, as lists of A2A have it. */
export class TaskReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The most recently changed first, among the newest 10,000 runs; `total` counts all that fit, whatever the page. */
  async list(
    tenantId: string,
    conditions: TaskConditions,
    { before, limit }: TaskPage,
  ): Promise<{ readonly total: number; readonly page: readonly TaskPlace[] }> {
    const place = { limit, beforeAt: before?.statusAt ?? END, beforeId: before?.id ?? END, end: END, window: WINDOW };
    const statement = conditions.startedById === null ? TASKS_OF_AGENT : TASKS_OF_STARTER;
    const parameters = { ...conditions, ...place, statusEvents: STATUS_EVENTS };
    const [listed] = await this.#database.tenant(tenantId).read(statement, parameters, page);
    if (listed === undefined) throw new Error('An aggregation has one row, also of nothing.');
    return listed;
  }

  /** Since when a run is in its state. */
  async statusAt({ tenantId, id, endedAt, createdAt }: ExecutionRecord): Promise<string> {
    if (endedAt !== null) return endedAt;
    const parameters = { id, statusEvents: STATUS_EVENTS };
    const [found] = await this.#database.tenant(tenantId).read(TASK_STATUS_AT, parameters, status);
    return found?.statusAt ?? createdAt;
  }
}
