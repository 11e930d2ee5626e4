import { PlatformError } from '@aether/common/service';
import { isRecord } from '@aether/schema';
import type { ExecutionsParts } from '../context.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { RunGoesOnError } from '../errors.ts';
import { loadPayload } from '../payload.ts';

export interface RunAnswer {
  readonly execution: ExecutionRecord;
  readonly output: Readonly<Record<string, unknown>>;
  /** The answer of an agent that answers in words, else its output as JSON. */
  readonly text: string;
}

/**
 * The answer of a run that has ended.
 * @throws PlatformError why it did not succeed
 */
export async function runAnswer(
  { reader, blobs }: Pick<ExecutionsParts, 'reader' | 'blobs'>,
  { tenantId, id }: Pick<ExecutionRecord, 'tenantId' | 'id'>,
): Promise<RunAnswer> {
  const execution = await reader.find(tenantId, id);
  if (execution === null) throw new Error(`The run "${id}" is not in the record.`);
  if (execution.error !== null) {
    const { code, message, hint } = execution.error;
    throw new PlatformError(code, message, { facts: { executionId: id }, ...(hint === null ? {} : { hint }) });
  }
  if (execution.output === null) throw new RunGoesOnError(id);
  const output: unknown = JSON.parse(await loadPayload(blobs, execution.output));
  if (!isRecord(output)) throw new Error(`The output of the run "${id}" is no object.`);
  const { answer } = output;
  return { execution, output, text: typeof answer === 'string' ? answer : JSON.stringify(output) };
}
