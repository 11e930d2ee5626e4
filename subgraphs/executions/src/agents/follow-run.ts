import type { Viewer } from '@aether/common/security';
import { cancelExecution } from '../cancel-execution.ts';
import type { ExecutionsParts } from '../context.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { ExecutionEndedError } from '../errors.ts';
import { LAST_EVENT, type StreamEvent } from '../event.ts';
import { executionEventStream } from '../stream/execution-event-stream.ts';
import { CallerWatch } from './caller-watch.ts';

/** Word of a caller that left may come this long after its connection ended. */
const GRACE_MS = 5_000;

/**
 * The events of a run that a caller waits for, to its end. When the caller leaves, the run is cancelled: nobody would read its answer, and
 * over these protocols closing the connection is how a call is cancelled. A connection that ends without that word leaves the run alone: a
 * server in between stopped or died, and the run is a record, which the same idempotency key finds again.
 */
export async function* followRun(
  parts: ExecutionsParts,
  execution: ExecutionRecord,
  options: { readonly viewer: Viewer; readonly requestId: string; readonly signal: AbortSignal },
): AsyncGenerator<StreamEvent, void> {
  using caller = new CallerWatch(parts.streams, options.requestId);
  const signal = AbortSignal.any([options.signal, caller.left]);
  let hasEnded = false;
  try {
    for await (const event of executionEventStream(parts, execution, { after: 0, signal })) {
      hasEnded = event.name === LAST_EVENT;
      yield event;
    }
  } finally {
    if (!hasEnded && (await caller.hasLeft(GRACE_MS))) await cancelled(parts, execution, options);
  }
}

async function cancelled(
  parts: ExecutionsParts,
  { tenantId, id }: ExecutionRecord,
  { viewer, requestId }: { readonly viewer: Viewer; readonly requestId: string },
): Promise<void> {
  const now = await parts.reader.find(tenantId, id);
  if (now === null) return;
  try {
    await cancelExecution(parts, now, { viewer, requestId, reason: 'Its caller went away.' });
  } catch (error) {
    if (!(error instanceof ExecutionEndedError)) throw error;
  }
}
