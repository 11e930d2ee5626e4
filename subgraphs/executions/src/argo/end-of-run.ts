import type { ExecutionKey } from '../db/execution-store.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { isEnded } from '../execution.ts';
import { looksAt, type LookingParts } from './looks-at.ts';

/** After the last answer of a flow its run ends by itself, in a moment. */
const ENDING_MS = 30_000;

/** Waits for the end of a run. */
export async function endOfRun(parts: LookingParts, key: ExecutionKey, signal: AbortSignal): Promise<ExecutionRecord> {
  for await (const execution of looksAt(parts, key, signal)) if (isEnded(execution.status)) return execution;
  throw signal.reason;
}

/** Whether a run whose workflow has ended well ends too; true also when there is no time to wait for it. */
export async function endsSoon(parts: LookingParts, key: ExecutionKey, stopped: AbortSignal): Promise<boolean> {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(ENDING_MS)]);
  try {
    await endOfRun(parts, key, signal);
    return true;
  } catch (error) {
    if (!signal.aborted) throw error;
    return stopped.aborted;
  }
}
