import { toolAccessSignal } from '@aether/schema';
import { SignalTimeoutError } from '../errors.ts';
import type { Journal } from '../journal.ts';
import type { PlannedCall } from './plan-tool-call.ts';

const MINUTE_MS = 60_000;
/** Without a message the call is tried again all the same, after 1, 2, 4 … minutes, at most an hour. */
const LONGEST_WAIT_MS = 60 * MINUTE_MS;

/**
 * Resolves when somebody has signed in to the server of a tool, or when it is time to try again.
 * @param round of the call that was refused, from 0
 * @throws WaitingError before; only the deadline of the run ends it
 */
export async function toolAccess(
  journal: Journal,
  { key, tool }: Pick<PlannedCall, 'key' | 'tool'>,
  round: number,
): Promise<void> {
  const server = tool.slug.slice(0, tool.slug.indexOf('/'));
  try {
    await journal.awaitSignal({
      key: `sign-in/${key}/${round}`,
      name: `Sign in to "${server}"`,
      signal: toolAccessSignal(server),
      timeoutMs: Math.min(LONGEST_WAIT_MS, MINUTE_MS * 2 ** round),
    });
  } catch (error) {
    if (!(error instanceof SignalTimeoutError)) throw error;
  }
}
