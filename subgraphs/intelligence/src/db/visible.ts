import { type Viewer, principalsOf } from '@aether/common/security';

/** The one predicate for an agent or notebook: who sees everybody's, or whom its audience names. Parameters: `sightOf(viewer)`. */
export function visible(variable: string): string {
  return `($seesAll OR any(principal IN ${variable}.audience WHERE principal IN $principals))`;
}

export interface Sight {
  readonly principals: readonly string[];
  readonly seesAll: boolean;
}

export function sightOf(viewer: Viewer): Sight {
  return { principals: principalsOf(viewer), seesAll: viewer.permissions.includes('agent:manage') };
}
