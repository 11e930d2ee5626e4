import { OWN_KEY_ONLY_HEADER } from '@aether/common/service';
import type { StepHandle } from '../journal.ts';

/** Tells the LLM gateway who may pay for the call of a step. */
export function payingHeaders({ ownKeyOnly = false }: Pick<StepHandle, 'ownKeyOnly'>): Record<string, string> {
  return ownKeyOnly ? { [OWN_KEY_ONLY_HEADER]: 'true' } : {};
}
