import type { Viewer } from '@aether/common/security';
import type { SubgraphResult } from '@aether/common/service';

export type Upstream = AsyncIterableIterator<SubgraphResult> | SubgraphResult;

export interface SharedStream {
  readonly subgraph: string;
  readonly operation: string;
  /** Without the cursor. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Name of the root field in the answer. */
  readonly responseName: string;
  /**
   * Name of the variable that carries `after`; null = a list stream, which has no seq.
   * A stream with a seq whose cursor is no variable cannot be joined in the middle: `exclusive`.
   */
  readonly cursorVariable: string | null;
  readonly exclusive: boolean;
  readonly after: number | null;
  readonly viewer: Viewer | null;
  /** Opens a stream at the owner with this viewer's rights. Its acceptance is the right to join. */
  readonly open: (after: number | null, signal: AbortSignal) => Promise<Upstream>;
}

export const isStream = (upstream: Upstream): upstream is AsyncIterableIterator<SubgraphResult> =>
  Symbol.asyncIterator in upstream;
