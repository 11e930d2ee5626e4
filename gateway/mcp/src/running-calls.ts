import { LinkedAbort } from '@aether/common/service';
import { ToolCallCancelledError } from './errors.ts';

export interface RunningCall extends Disposable {
  /** Aborts when the call is cancelled, or its client has gone. */
  readonly signal: AbortSignal;
  /** Nobody waits for its answer any more. */
  cancel(): void;
}

/**
 * Calls under way by who sent them, so that a cancellation that comes as a request of its own finds its call. Older clients send it so;
 * newer ones close the stream of the answer.
 */
export class RunningCalls {
  readonly #calls = new Map<string, LinkedAbort>();

  /**
   * @param scope tenant, viewer and session: ids of requests are a client's own
   * @param gone what else ends the call
   */
  begin(scope: string, requestId: string | number, ...gone: readonly AbortSignal[]): RunningCall {
    const key = keyOf(scope, requestId);
    const call = new LinkedAbort(...gone);
    this.#calls.set(key, call);
    return {
      signal: call.signal,
      cancel: () => call.abort(new ToolCallCancelledError()),
      [Symbol.dispose]: () => {
        if (this.#calls.get(key) === call) this.#calls.delete(key);
        call[Symbol.dispose]();
      },
    };
  }

  cancel(scope: string, requestId: string | number): void {
    this.#calls.get(keyOf(scope, requestId))?.abort(new ToolCallCancelledError());
  }
}

/** `1` and `"1"` are two ids. */
function keyOf(scope: string, requestId: string | number): string {
  return `${scope} ${JSON.stringify(requestId)}`;
}
