import { agentOf } from '../agent/agent-of.ts';
import type { Journal, RunOutcome } from '../journal.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

/** Runs the agent that a run is pinned to, whatever it is made of. */
export function executeAgent(journal: Journal, parts: RuntimeParts): Promise<RunOutcome> {
  return agentOf(journal.run.spec).execute(journal, parts);
}
