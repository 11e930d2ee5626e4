import { instant } from '../format/instant.ts';
import { isRecord } from '../json/is-record.ts';
import { awaitedSignIns } from './awaited-sign-ins.ts';
import type { ExecutionView } from './execution-view.ts';

/** What a run waits for, to be read after "waits": `for you`, `until today 10:04`. Null while it does not wait. */
export function awaited(
  view: Pick<ExecutionView, 'status' | 'approvals' | 'steps'> | null,
  now: number,
): string | null {
  if (view?.status !== 'WAITING') return null;
  if ([...view.approvals.values()].some(({ status }) => status === 'PENDING')) return 'for you';
  const [signIn] = awaitedSignIns(view.steps.values());
  if (signIn !== undefined)
    return signIn.isOwn ? `for your account at ${signIn.server}` : `for a sign-in to ${signIn.server}`;
  const step = [...view.steps.values()].findLast(({ type, durationMs }) => type === 'WAIT' && durationMs === null);
  if (step === undefined) return 'to go on';
  const details = isRecord(step.details) ? step.details : {};
  if (details['wait'] === 'TIMER' && typeof details['until'] === 'string')
    return `until ${instant(details['until'], now)}`;
  if (typeof details['signal'] === 'string') return `for the signal "${details['signal']}"`;
  // What a step waits for is in the record only; what has just begun has its name.
  return `at "${step.name}"`;
}
