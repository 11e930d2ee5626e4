import type { PinnedRun } from '../journal.ts';

/** What people read when nothing was found. */
export const NO_SOURCE = 'The notebooks of this agent hold nothing on that, so there is no answer with a source.';

/** Whether one of the notebooks must back what the agent says. */
export function needsSource({ spec }: PinnedRun): boolean {
  return Object.values(spec.knowledge).some((knowledge) => knowledge.citations === 'REQUIRED');
}
