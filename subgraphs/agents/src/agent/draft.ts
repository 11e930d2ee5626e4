import type { JsonObject } from '@aether/schema';
import type { DraftDocument } from './draft-document.ts';

/** The editable state of an agent. */
export interface DraftRecord extends DraftDocument {
  readonly agentId: string;
  /** Counts up by one with each accepted write. */
  readonly revision: number;
  readonly updatedAt: string;
  readonly updatedById: string;
}

/** An immutable, hashed specification. */
export interface VersionRecord {
  readonly id: string;
  readonly agentId: string;
  readonly number: number;
  readonly spec: JsonObject;
  readonly layout: JsonObject;
  readonly hash: string;
  readonly notes: string | null;
  readonly publishedById: string;
  readonly publishedAt: string;
}
