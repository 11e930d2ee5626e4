import type { Viewer } from '@aether/common/security';
import { principalsOf } from '@aether/common/security';
import { isManager } from '../notebook-rights.ts';

/** The one predicate of all reads: one of the viewer's principals stands in the notebook's audience. */
export const IN_AUDIENCE = 'any(principal IN $principals WHERE principal IN notebook.audience)';

/** Reads of one object by its id, where managers reach beyond the audience. */
export const REACHABLE = `($manages OR ${IN_AUDIENCE})`;

/** Parameters of both predicates. */
export interface Reader {
  readonly principals: readonly string[];
  readonly manages: boolean;
}

export function readerOf(viewer: Viewer): Reader {
  return { principals: principalsOf(viewer), manages: isManager(viewer) };
}
