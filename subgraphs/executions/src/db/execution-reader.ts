import type { Database, Outbox, TenantStatement } from '@aether/common/graph';
import type { TextMarks } from '@aether/schema';
import { z } from 'zod';
import { jsonText } from './json-text.ts';
import {
  ANSWERED_STEPS,
  EVENTS,
  EXECUTION,
  EXECUTIONS,
  EXECUTIONS_BY_ID,
  EXECUTIONS_OF_AGENT,
  EXECUTIONS_OF_STARTER,
  FIRST_MARKED_STEP,
  LARGE_PAYLOADS,
  MATCHING_EXECUTIONS,
  RATE,
  STEP_COLUMNS,
  STEP_OUTLINES,
  STEPS,
  STEPS_BY_ID,
} from './read-statements.ts';
import { type ExecutionRecord, executionSchema, type StoredEvent, storedEventSchema } from './records.ts';
import {
  type StepColumns,
  stepColumnsSchema,
  type StepPayload,
  stepPayloadSchema,
  type StepRecord,
  stepSchema,
} from './step-records.ts';

/** Null = everything. */
export interface ExecutionConditions {
  readonly agentId: string | null;
  readonly startedById: string | null;
  readonly conversationId: string | null;
  readonly statuses: readonly string[] | null;
  readonly origins: readonly string[] | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly minimumCost: number | null;
  readonly minimumDurationMs: number | null;
  /** Failed or timed out, and nobody has repeated it yet. */
  readonly redrivable: boolean | null;
  /** Lower case. */
  readonly search: string | null;
}

export interface ExecutionPage {
  readonly before: { readonly createdAt: string; readonly id: string } | null;
  readonly limit: number;
}

export interface Rating {
  readonly satisfaction: number;
  readonly comment: string | null;
  readonly ratedById: string;
  readonly at: string;
  readonly requestId: string;
}

const execution = z.object({ execution: executionSchema });
const step = z.object({ step: stepSchema });
const marks = z.object({ begin: z.string(), end: z.string() });
const markedStep = z.object({ details: jsonText.pipe(z.object({ marks })) });
/** Sorts after every instant and every id. */
const END = '\uFFFF';

/** The record as readers see it, one tenant at a time. Who may see what is decided by the callers. */
export class ExecutionReader {
  readonly #database: Database;
  readonly #outbox: Outbox;

  constructor(options: { database: Database; outbox: Outbox }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
  }

  async find(tenantId: string, id: string): Promise<ExecutionRecord | null> {
    const [row] = await this.#database.tenant(tenantId).read(EXECUTION, { id }, execution);
    return row?.execution ?? null;
  }

  findAll(tenantId: string, ids: readonly string[]): Promise<readonly ExecutionRecord[]> {
    return this.#executions(tenantId, EXECUTIONS_BY_ID, { ids });
  }

  /** Newest first. */
  list(
    tenantId: string,
    conditions: ExecutionConditions,
    { before, limit }: ExecutionPage,
  ): Promise<readonly ExecutionRecord[]> {
    const parameters = { ...conditions, limit, beforeAt: before?.createdAt ?? END, beforeId: before?.id ?? END };
    return this.#executions(tenantId, listStatement(conditions), parameters);
  }

  /** Those of the executions that the conditions let through. */
  matching(
    tenantId: string,
    conditions: ExecutionConditions,
    ids: readonly string[],
  ): Promise<readonly ExecutionRecord[]> {
    return this.#executions(tenantId, MATCHING_EXECUTIONS, { ...conditions, ids });
  }

  /** All steps without their payloads, in order. */
  async outline(tenantId: string, executionId: string): Promise<readonly StepRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(STEP_OUTLINES, { executionId }, step);
    return rows.map((row) => row.step);
  }

  /** All steps with their payloads, in order. */
  async wholeSteps(tenantId: string, executionId: string): Promise<readonly StepRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(STEPS, { executionId }, step);
    return rows.map((row) => row.step);
  }

  /** All steps as an outline shows them, in order. */
  async columns(tenantId: string, executionId: string): Promise<StepColumns> {
    const [columns] = await this.#database.tenant(tenantId).read(STEP_COLUMNS, { executionId }, stepColumnsSchema);
    if (columns === undefined) throw new Error('An aggregation has one row, also of nothing.');
    return columns;
  }

  /** Ids of steps whose answer the journal has. */
  async answeredSteps(tenantId: string, executionId: string): Promise<readonly string[]> {
    const row = z.object({ id: z.string() });
    const rows = await this.#database.tenant(tenantId).read(ANSWERED_STEPS, { executionId }, row);
    return rows.map(({ id }) => id);
  }

  /** What stands around the first result of a run that was found to read like instructions; null = none was. */
  async firstMarks(tenantId: string, executionId: string): Promise<TextMarks | null> {
    const [row] = await this.#database.tenant(tenantId).read(FIRST_MARKED_STEP, { executionId }, markedStep);
    return row?.details.marks ?? null;
  }

  /** What of the steps is in the blob store. */
  largePayloads(tenantId: string, executionId: string): Promise<readonly StepPayload[]> {
    return this.#database.tenant(tenantId).read(LARGE_PAYLOADS, { executionId }, stepPayloadSchema);
  }

  async steps(tenantId: string, executionId: string, ids: readonly string[]): Promise<readonly StepRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(STEPS_BY_ID, { executionId, ids }, step);
    return rows.map((row) => row.step);
  }

  /** Events with a greater number, in order. */
  events(tenantId: string, executionId: string, after: number, limit: number): Promise<readonly StoredEvent[]> {
    return this.#database.tenant(tenantId).read(EVENTS, { executionId, after, limit }, storedEventSchema);
  }

  async rate(tenantId: string, id: string, { requestId, ...rating }: Rating): Promise<ExecutionRecord | null> {
    const rated = await this.#database.tenant(tenantId).transaction(async (transaction) => {
      const [row] = await transaction.run(RATE, { id, ...rating }, execution);
      if (row === undefined) return null;
      const { agentId, versionId } = row.execution;
      const data = { executionId: id, agentId, versionId, satisfaction: rating.satisfaction };
      await this.#outbox.append(transaction, [
        { type: 'aether.execution.rated', subject: id, actorId: rating.ratedById, requestId, data },
      ]);
      return row.execution;
    });
    if (rated !== null) this.#outbox.ring();
    return rated;
  }

  async #executions(
    tenantId: string,
    statement: TenantStatement,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<readonly ExecutionRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(statement, parameters, execution);
    return rows.map((row) => row.execution);
  }
}

/** The narrowest index that serves the conditions. */
function listStatement({ startedById, agentId }: ExecutionConditions): TenantStatement {
  if (startedById !== null) return EXECUTIONS_OF_STARTER;
  return agentId === null ? EXECUTIONS : EXECUTIONS_OF_AGENT;
}
