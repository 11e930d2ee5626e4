import type { ClientRequest } from './federation/client-request.ts';
import type { LogLevels } from './federation/log-levels.ts';
import type { RunningCall } from './running-calls.ts';

/** A client's request on its way through the SDK, which hands the `Request` back when it wants a server for it. */
export interface PendingRequest {
  readonly request: ClientRequest;
  /** Makes a call of this request known to cancellations that come after it. */
  readonly begin: (requestId: string | number, gone: AbortSignal) => RunningCall;
  readonly logLevels: LogLevels;
}
