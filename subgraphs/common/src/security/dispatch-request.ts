import { type Dispatcher, errors } from 'undici';
import { AnswerBody } from './answer-body.ts';

/** The head of an answer, whose body is still coming. Whoever does not read the body to its end discards it. */
export interface DispatchedAnswer {
  readonly statusCode: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AnswerBody;
}

export type DispatchedRequest = Pick<Dispatcher.DispatchOptions, 'origin' | 'path' | 'method' | 'headers' | 'body'>;

/**
 * Sends a request and answers with the head of its answer, as undici's `request` does but for the body.
 * @param signal ends the exchange until the body is read
 * @throws the signal's reason, or an error of undici
 */
export function dispatchRequest(
  dispatcher: Dispatcher,
  request: DispatchedRequest,
  signal: AbortSignal,
): Promise<DispatchedAnswer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    dispatcher.dispatch(request, new AnswerHandler({ signal, resolve, reject }));
  });
}

interface Asker {
  readonly signal: AbortSignal;
  readonly resolve: (answer: DispatchedAnswer) => void;
  readonly reject: (error: unknown) => void;
}

class AnswerHandler implements Dispatcher.DispatchHandler {
  readonly #asker: Asker;
  #controller: Dispatcher.DispatchController | null = null;
  #body: AnswerBody | null = null;

  constructor(asker: Asker) {
    this.#asker = asker;
    asker.signal.addEventListener('abort', this.#leave, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It waited for a connection, and nobody waits for it any more.
    if (this.#asker.signal.aborted) this.#leave();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: DispatchedAnswer['headers'],
    statusText = '',
  ): void {
    // Of an answer to come (RFC 9110 §15.2).
    if (statusCode < 200) return;
    const body = new AnswerBody({
      pause: () => controller.pause(),
      resume: () => controller.resume(),
      abort: (error) => controller.abort(error ?? new errors.RequestAbortedError()),
    });
    body.whenClosed(() => this.#forgetSignal());
    this.#body = body;
    this.#asker.resolve({ statusCode, statusText, headers, body });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#body?.push(chunk);
  }

  onResponseEnd(): void {
    this.#body?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#forgetSignal();
    this.#asker.reject(error);
    this.#body?.fail(error);
  }

  readonly #leave = (): void => {
    const { reason } = this.#asker.signal;
    const error = reason instanceof Error ? reason : new errors.RequestAbortedError();
    this.#asker.reject(reason);
    if (this.#body === null) this.#controller?.abort(error);
    else this.#body.discard(error);
  };

  #forgetSignal(): void {
    this.#asker.signal.removeEventListener('abort', this.#leave);
  }
}
