import type { Viewer } from '@aether/common/security';
import type { PlacedPassage } from '../db/search-store.ts';
import type { HighlightRange } from './highlights.ts';

export type SearchMode = 'HYBRID' | 'VECTOR' | 'KEYWORD';

export interface SearchRequest {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly query: string;
  /** Null = all that the viewer may read. */
  readonly notebookIds: readonly string[] | null;
  readonly mode: SearchMode;
  readonly first: number;
  /** Hits below are left out; compared with the fused score. */
  readonly minimumScore: number | null;
  /** For the vector of the query. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface FoundPassage extends PlacedPassage {
  /** 0 to 1: reciprocal rank fusion over the best that these rankings can give. */
  readonly score: number;
  readonly vectorScore: number | null;
  readonly keywordScore: number | null;
  readonly highlights: readonly HighlightRange[];
}

export interface FoundPassages {
  readonly hits: readonly FoundPassage[];
  readonly mode: SearchMode;
  readonly durationMs: number;
  readonly partial: boolean;
}
