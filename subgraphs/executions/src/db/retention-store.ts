import type { BatchStatement, Database } from '@aether/common/graph';
import { z } from 'zod';
import { type StoredPayload, storedPayloadSchema } from '../payload.ts';
import { type ContentClass, contentsWith, contentWithout } from '../retention/content.ts';
import type { DeltaEvent, FoldedText } from '../retention/fold-deltas.ts';
import { pinnedFactsSchema } from './records.ts';
import { EXPIRED_ARTIFACTS } from './artifact-statements.ts';
import {
  DELETE_ARTIFACTS,
  DELETE_DELIVERIES,
  DELETE_EVENTS,
  DELTAS,
  DROP_RUN_PAYLOADS,
  DROP_STEP_PAYLOADS,
  EXPIRED_DELIVERIES,
  EXPIRED_RUNS,
  FOLD_DELTAS,
  MARK_CONTENT,
  STEP_BLOBS,
} from './retention-statements.ts';

const jsonText = z.string().transform((text): unknown => JSON.parse(text));
const payloadText = jsonText.pipe(storedPayloadSchema);

const expiredRun = z.object({
  tenantId: z.string(),
  executionId: z.string(),
  content: z.string(),
  pinned: jsonText.pipe(pinnedFactsSchema),
  output: payloadText.nullable(),
});

export type ExpiredRun = z.infer<typeof expiredRun>;

const expiredDelivery = z.object({
  tenantId: z.string(),
  deliveryId: z.string(),
  body: payloadText,
  isShared: z.boolean(),
});

export type ExpiredDelivery = z.infer<typeof expiredDelivery>;

const expiredArtifact = z.object({ tenantId: z.string(), artifactId: z.string(), blobKey: z.string() });

export type ExpiredArtifact = z.infer<typeof expiredArtifact>;

const delta = z.object({
  executionId: z.string(),
  seq: z.number(),
  data: jsonText.pipe(z.object({ stepId: z.string(), attempt: z.number(), offset: z.number(), text: z.string() })),
});
const counted = z.object({ deleted: z.number() });
/** What stands for an input that is gone; how much it was is kept. */
const GONE = '{}';

/** What retention reads and removes, in transactions of a bounded size. */
export class RetentionStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Ended runs of all tenants that still have a class of content, and ended before. */
  runs(
    wanted: ContentClass,
    at: { queues: readonly string[]; before: Date; limit: number },
  ): Promise<readonly ExpiredRun[]> {
    const parameters = { ...at, contents: contentsWith(wanted), before: at.before.toISOString() };
    return this.#database.read(EXPIRED_RUNS, parameters, expiredRun);
  }

  async mark(runs: readonly ExpiredRun[], gone: ContentClass): Promise<void> {
    const rows = keysOf(runs).map((row, index) => ({
      ...row,
      content: contentWithout(runs[index]?.content ?? '', gone),
    }));
    await this.#database.write(MARK_CONTENT, { rows }, z.object({ id: z.string() }));
  }

  deltas(runs: readonly ExpiredRun[]): Promise<readonly DeltaEvent[]> {
    return this.#database.read(DELTAS, { rows: keysOf(runs), name: 'text-delta' }, delta);
  }

  /** Repeatable: whoever comes second finds the whole and nothing to drop. */
  async fold({ tenantId }: ExpiredRun, texts: readonly FoldedText[]): Promise<void> {
    for (const { kept, dropped } of texts) {
      const rows = [{ ...kept, tenantId, dropped, data: JSON.stringify(kept.data) }];
      await this.#database.write(FOLD_DELTAS, { rows }, counted);
    }
  }

  /** Answers whether all are gone. */
  deleteEvents(runs: readonly ExpiredRun[], limit: number): Promise<boolean> {
    return this.#upTo(DELETE_EVENTS, runs, limit);
  }

  /** Payloads of the runs, and those of their steps that name a blob. */
  async payloads(runs: readonly ExpiredRun[]): Promise<readonly (StoredPayload | null)[]> {
    const ofSteps = await this.#database.read(STEP_BLOBS, { rows: keysOf(runs) }, z.object({ payload: payloadText }));
    const ofRuns = runs.flatMap(({ pinned, output }) => [pinned.input, pinned.context, output]);
    return [...ofSteps.map(({ payload }) => payload), ...ofRuns];
  }

  /** Answers whether all are gone; then the runs are summaries. */
  async dropPayloads(runs: readonly ExpiredRun[], limit: number): Promise<boolean> {
    if (!(await this.#upTo(DROP_STEP_PAYLOADS, runs, limit))) return false;
    const rows = runs.map(({ tenantId, executionId, pinned, content }) => ({
      tenantId,
      executionId,
      content: contentWithout(content, 'payloads'),
      pinned: JSON.stringify({ ...pinned, input: gone(pinned.input), context: null }),
    }));
    await this.#database.write(DROP_RUN_PAYLOADS, { rows }, counted);
    return true;
  }

  deliveries(before: Date, limit: number): Promise<readonly ExpiredDelivery[]> {
    return this.#database.read(EXPIRED_DELIVERIES, { before: before.toISOString(), limit }, expiredDelivery);
  }

  async deleteDeliveries(deliveries: readonly ExpiredDelivery[]): Promise<void> {
    const rows = deliveries.map(({ tenantId, deliveryId }) => ({ tenantId, deliveryId }));
    await this.#database.write(DELETE_DELIVERIES, { rows }, z.object({ id: z.string() }));
  }

  /** Made before an instant. */
  artifacts(before: Date, limit: number): Promise<readonly ExpiredArtifact[]> {
    return this.#database.read(EXPIRED_ARTIFACTS, { before: before.toISOString(), limit }, expiredArtifact);
  }

  async deleteArtifacts(artifacts: readonly ExpiredArtifact[]): Promise<void> {
    const rows = artifacts.map(({ tenantId, artifactId }) => ({ tenantId, artifactId }));
    await this.#database.write(DELETE_ARTIFACTS, { rows }, z.object({ id: z.string() }));
  }

  async #upTo(statement: BatchStatement, runs: readonly ExpiredRun[], limit: number): Promise<boolean> {
    const [answer] = await this.#database.write(statement, { rows: keysOf(runs), limit }, counted);
    return (answer?.deleted ?? 0) < limit;
  }
}

const keysOf = (runs: readonly ExpiredRun[]) => runs.map(({ tenantId, executionId }) => ({ tenantId, executionId }));

const gone = ({ bytes, mimeType }: StoredPayload): StoredPayload => ({ text: GONE, bytes, mimeType });
