import { ToolCallCancelledError } from './errors.ts';

export interface RunningCall extends Disposable {
  /** Aborts when the call is cancelled. */
  readonly signal: AbortSignal;
}

/**
 * Calls under way by who sent them, so that a cancellation that comes as a request of its own finds its call. Older clients send it so;
 * newer ones close the stream of the answer.
 */
export class RunningCalls {
  readonly #calls = new Map<string, AbortController>();

  /** @param scope tenant, viewer and session: ids of requests are a client's own */
  begin(scope: string, requestId: string | number): RunningCall {
    const key = keyOf(scope, requestId);
    const controller = new AbortController();
    this.#calls.set(key, controller);
    return {
      signal: controller.signal,
      [Symbol.dispose]: () => {
        if (this.#calls.get(key) === controller) this.#calls.delete(key);
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
