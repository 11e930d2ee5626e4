import type { Database, Outbox } from '@aether/common/graph';
import type { ArtifactKind } from '@aether/schema';
import { z } from 'zod';
import { artifactCreated } from '../artifacts/artifact-created.ts';
import { type ArtifactRecord, artifactSchema } from './artifact-records.ts';
import {
  ARTIFACTS,
  ARTIFACTS_BY_ID,
  ARTIFACTS_OF_EXECUTIONS,
  STORE_ARTIFACT,
  VERSIONS_OF_ARTIFACT,
} from './artifact-statements.ts';

/** An artifact whose bytes are in the blob store. */
export interface ArtifactRow extends Pick<
  ArtifactRecord,
  | 'tenantId'
  | 'id'
  | 'executionId'
  | 'stepId'
  | 'stepKey'
  | 'series'
  | 'name'
  | 'kind'
  | 'mimeType'
  | 'bytes'
  | 'sha256'
  | 'blobKey'
  | 'createdAt'
> {
  /** Nothing is written when the record has another one. */
  readonly fence: number;
}

/** Null = everything. */
export interface ArtifactConditions {
  readonly startedById: string | null;
  readonly agentId: string | null;
  readonly executionId: string | null;
  readonly conversationId: string | null;
  readonly kind: ArtifactKind | null;
  /** Lower case. */
  readonly search: string | null;
}

const one = z.object({ artifact: artifactSchema });
const stored = one.extend({ isFirst: z.boolean() });
/** Sorts after every id. */
const END = '\uFFFF';
/** Older versions are reached by the list of artifacts. */
const VERSIONS = 100;

/** What is known of the files of runs. Who may see which is for the callers to say. */
export class ArtifactStore {
  readonly #database: Database;
  readonly #outbox: Outbox;
  readonly #random: (bytes: number) => Uint8Array;

  constructor(options: { database: Database; outbox: Outbox; random: (bytes: number) => Uint8Array }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#random = options.random;
  }

  /** The artifact with its version; null when the run belongs to another owner. */
  async store({ tenantId, ...row }: ArtifactRow): Promise<ArtifactRecord | null> {
    const { id, stepId, createdAt, kind, mimeType, bytes, sha256, blobKey, series, name, ...rest } = row;
    const parameters = {
      ...rest,
      series,
      name,
      nonce: Buffer.from(this.#random(12)).toString('base64url'),
      identity: { id, stepId, createdAt, series, name },
      content: { kind, mimeType, bytes, sha256, blobKey },
    };
    const answer = await this.#database.tenant(tenantId).transaction(async (transaction) => {
      const [found] = await transaction.run(STORE_ARTIFACT, parameters, stored);
      if (found?.isFirst === true) await this.#outbox.append(transaction, [artifactCreated(found.artifact)]);
      return found;
    });
    if (answer?.isFirst === true) this.#outbox.ring();
    return answer?.artifact ?? null;
  }

  async findAll(tenantId: string, ids: readonly string[]): Promise<readonly ArtifactRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(ARTIFACTS_BY_ID, { ids }, one);
    return rows.map(({ artifact }) => artifact);
  }

  /** In the order in which they were made. */
  async ofExecutions(tenantId: string, executionIds: readonly string[]): Promise<readonly ArtifactRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(ARTIFACTS_OF_EXECUTIONS, { executionIds }, one);
    return rows.map(({ artifact }) => artifact);
  }

  /** All files of its name in its series, newest first. */
  async versions({ tenantId, series, name }: ArtifactRecord): Promise<readonly ArtifactRecord[]> {
    const parameters = { series, name, limit: VERSIONS };
    const rows = await this.#database.tenant(tenantId).read(VERSIONS_OF_ARTIFACT, parameters, one);
    return rows.map(({ artifact }) => artifact);
  }

  /** Newest first. */
  async list(
    tenantId: string,
    conditions: ArtifactConditions,
    page: { readonly beforeId: string | null; readonly limit: number },
  ): Promise<readonly ArtifactRecord[]> {
    const parameters = { ...conditions, limit: page.limit, beforeId: page.beforeId ?? END };
    const rows = await this.#database.tenant(tenantId).read(ARTIFACTS, parameters, one);
    return rows.map(({ artifact }) => artifact);
  }
}
