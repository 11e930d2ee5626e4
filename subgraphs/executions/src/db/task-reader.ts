import type { Database } from '@aether/common/graph';
import { z } from 'zod';
import type { ExecutionStatus } from '../execution.ts';
import { TASKS_OF_AGENT, TASKS_OF_CONTEXT, TASKS_OF_STARTER } from './task-statements.ts';

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

/** The newest runs that a list of tasks looks at. */
const WINDOW = 10_000;
/** Sorts after every instant and every id. */
const END = '\uFFFF';

const page = z.object({ total: z.number(), page: z.array(z.object({ id: z.string(), statusAt: z.string() })) });

/** Runs in the order in which they last changed their state, as lists of A2A have it. */
export class TaskReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * The most recently changed first, among the newest 10,000 runs of the context, else of the person, else of the agent; `total` counts all that
   * fit, whatever the page.
   */
  async list(
    tenantId: string,
    conditions: TaskConditions,
    { before, limit }: TaskPage,
  ): Promise<{ readonly total: number; readonly page: readonly TaskPlace[] }> {
    const place = { limit, beforeAt: before?.statusAt ?? END, beforeId: before?.id ?? END, end: END, window: WINDOW };
    const parameters = { ...conditions, ...place };
    const [listed] = await this.#database.tenant(tenantId).read(statementFor(conditions), parameters, page);
    if (listed === undefined) throw new Error('An aggregation has one row, also of nothing.');
    return listed;
  }
}

function statementFor({ contextId, startedById }: TaskConditions): typeof TASKS_OF_AGENT {
  if (contextId !== null) return TASKS_OF_CONTEXT;
  return startedById === null ? TASKS_OF_AGENT : TASKS_OF_STARTER;
}
