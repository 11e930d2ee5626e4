import { PlatformError } from '@aether/common/service';
import type { JsonValue } from '@aether/schema';
import type { StepType } from '../journal.ts';
import type { NodeContext } from './node-context.ts';

type Place = Pick<NodeContext, 'journal' | 'name'>;

/** Work without I/O as one step: its value is kept, and what it fails with stands on the step. */
export function pureStep<Value extends JsonValue>(
  { journal, name }: Place,
  step: { readonly key: string; readonly type: StepType; readonly input: unknown },
  compute: () => Value,
): Promise<Value> {
  return journal.step({ ...step, name }, async () => ({ output: compute(), details: {}, usage: null }));
}

/** Values that a node needs before its work begins. When one is missing, that is a failed step, so that people see it in the chain. */
export async function needed<Value>(place: Place, type: StepType, compute: () => Value): Promise<Value> {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return failedStep(place, type, error);
  }
}

/** The end of a node that could not begin its work. */
export function failedStep({ journal, name }: Place, type: StepType, error: PlatformError): Promise<never> {
  return journal.step<never>({ key: 'begin', type, name, input: {} }, () => Promise.reject(error));
}
