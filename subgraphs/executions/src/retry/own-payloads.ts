import { type BlobStore, BlobNotFoundError } from '@aether/common/blobs';
import type { Redrive } from '../db/execution-store.ts';
import type { StepPayload } from '../db/step-records.ts';
import { copyPayload, type StoredPayload } from '../payload.ts';
import { PayloadExpiredError } from './errors.ts';

/**
 * Gives a run that repeats another one bytes of its own for what it reuses: retention may let go of the old run long before the new one.
 * @param large payloads of reused steps that are in the blob store
 * @throws PayloadExpiredError when they are gone already; nothing is left behind
 */
export async function ownPayloads(
  blobs: BlobStore,
  folder: string,
  redrive: Redrive,
  large: readonly StepPayload[],
): Promise<{ readonly redrive: Redrive; readonly copies: readonly StoredPayload[] }> {
  const reused = new Set(redrive.steps.map(({ key }) => key));
  const copies: StoredPayload[] = [];
  const byStep = new Map<string, Record<string, string>>();
  for (const { key, field, payload } of large.filter((each) => reused.has(each.key))) {
    try {
      const copy = await copyPayload(blobs, folder, payload);
      copies.push(copy);
      byStep.set(key, { ...byStep.get(key), [field]: JSON.stringify(copy) });
    } catch (error) {
      for (const { blob } of copies) if (blob !== undefined) await blobs.delete(blob.key);
      throw error instanceof BlobNotFoundError ? new PayloadExpiredError(redrive.executionId) : error;
    }
  }
  const steps = redrive.steps.map((step) => ({ ...step, ...byStep.get(step.key) }));
  return { redrive: { executionId: redrive.executionId, steps }, copies };
}
