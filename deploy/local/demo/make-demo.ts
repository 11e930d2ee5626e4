import { connectTools } from './connect-tools.ts';
import type { DemoParts } from './demo-parts.ts';
import { makeAgents } from './make-agents.ts';
import { makeNotebooks } from './make-notebooks.ts';
import { makeOffers } from './make-offers.ts';
import { makePeople } from './make-people.ts';
import { makeRuns } from './make-runs.ts';
import { makeTestSuite } from './make-test-suite.ts';

/** In the order in which each rests on what was made before. */
const STEPS = [makePeople, connectTools, makeNotebooks, makeAgents, makeRuns, makeOffers, makeTestSuite] as const;

/**
 * Makes the demo as people would: by the operations of the public API, in the names of invented colleagues. Each step looks for
 * what is there first, so a making that was interrupted goes on where it was and makes nothing twice.
 * @throws the signal's reason when it is aborted
 */
export async function makeDemo(parts: DemoParts, say: (line: string) => void): Promise<void> {
  for (const step of STEPS) {
    // oxlint-disable-next-line no-await-in-loop -- each step rests on the one before
    say(await step(parts));
  }
}
