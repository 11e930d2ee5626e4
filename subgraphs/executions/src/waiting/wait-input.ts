import type { SignalRequest } from '@aether/runtime';
import type { JsonObject } from '@aether/schema';

/** What the step of a timer is compared by on resume. Its instant is not: what the record holds counts. */
export const TIMER_INPUT: JsonObject = { wait: 'TIMER' };

/** What the step of a signal is compared by on resume. */
export function signalInput({ signal }: Pick<SignalRequest, 'signal'>): JsonObject {
  return { wait: 'SIGNAL', signal };
}
