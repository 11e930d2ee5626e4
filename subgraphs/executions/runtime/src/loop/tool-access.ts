import { toolAccessSignal } from '@aether/schema';
import { SignalTimeoutError } from '../errors.ts';
import type { Journal } from '../journal.ts';
import type { PlannedCall } from './plan-tool-call.ts';

const MINUTE_MS = 60_000;

/**
 * Resolves when somebody has signed in to the server of a tool, or when it is time to try again all the same: after 1, 4, 16 … minutes.
 * @param facts.round of the call that was refused, from 0
 * @param facts.isOwn the person of the run has to connect an own account: nobody else's sign-in helps
 * @throws WaitingError before
 */
export async function toolAccess(
  journal: Journal,
  { key, tool }: Pick<PlannedCall, 'key' | 'tool'>,
  { round, isOwn }: { readonly round: number; readonly isOwn: boolean },
): Promise<void> {
  const server = tool.slug.slice(0, tool.slug.indexOf('/'));
  const userId = isOwn ? journal.run.runAs.userId : null;
  try {
    await journal.awaitSignal({
      key: `${userId === null ? 'sign-in' : 'own-account'}/${key}/${round}`,
      name: userId === null ? `Sign in to "${server}"` : `Connect your account at "${server}"`,
      signal: toolAccessSignal(server, userId),
      timeoutMs: MINUTE_MS * 4 ** round,
    });
  } catch (error) {
    if (!(error instanceof SignalTimeoutError)) throw error;
  }
}
