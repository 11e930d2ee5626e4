import { toolAccessSignal } from '@aether/schema';
import { SignalTimeoutError } from '../errors.ts';
import type { Journal } from '../journal.ts';
import type { PlannedCall } from './plan-tool-call.ts';

const MINUTE_MS = 60_000;

/**
 * Resolves when somebody has signed in to the server of a tool, or when it is time to try again all the same: after 1, 4, 16 … minutes.
 * @param round of the call that was refused, from 0
 * @throws WaitingError before
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
      timeoutMs: MINUTE_MS * 4 ** round,
    });
  } catch (error) {
    if (!(error instanceof SignalTimeoutError)) throw error;
  }
}
