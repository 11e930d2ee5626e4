import type { Viewer } from '@aether/common/security';
import { cancelExecution } from '../cancel-execution.ts';
import type { ExecutionsParts } from '../context.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { ExecutionEndedError } from '../errors.ts';
import type { StreamEvent } from '../event.ts';
import { executionEventStream } from '../stream/execution-event-stream.ts';

/**
 * The events of a run that a caller waits for, to its end. When the caller goes away, the run is cancelled: nobody would read its answer, and
 * over these protocols closing the connection is how a call is cancelled.
 */
export async function* followRun(
  parts: ExecutionsParts,
  execution: ExecutionRecord,
  options: { readonly viewer: Viewer; readonly requestId: string; readonly signal: AbortSignal },
): AsyncGenerator<StreamEvent, void> {
  const { signal } = options;
  let hasEnded = false;
  try {
    for await (const event of executionEventStream(parts, execution, { after: 0, signal })) {
      hasEnded = event.name === 'execution-end';
      yield event;
    }
  } finally {
    if (!hasEnded) await cancelled(parts, execution, options);
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
