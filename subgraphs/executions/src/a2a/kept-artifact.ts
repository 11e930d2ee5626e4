import type { Artifact } from '@a2a-js/sdk';
import { BlobNotFoundError, type BlobStore } from '@aether/common/blobs';
import type { ExecutionRecord } from '../db/records.ts';
import { taskArtifact } from './to-task.ts';

/** Of an artifact that comes along with a list or a push notification. Whoever needs a larger one asks for its task. */
const MAXIMUM_BYTES = 1_024 * 1_024;

/** Whether the answer of a run is small enough for whoever did not ask for this very one. Its size is in the record: nothing is loaded. */
export function isToldUnasked({ output }: Pick<ExecutionRecord, 'output'>): boolean {
  return output !== null && output.bytes <= MAXIMUM_BYTES;
}

/** Null while the run has no output, and when its bytes are not kept any more: the task is told without. */
export async function keptArtifact(blobs: BlobStore, execution: ExecutionRecord): Promise<Artifact | null> {
  try {
    return await taskArtifact(blobs, execution);
  } catch (error) {
    if (error instanceof BlobNotFoundError) return null;
    throw error;
  }
}
