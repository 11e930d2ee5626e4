import { ValidationError } from '@aether/common/service';
import type { IdSource } from '@aether/schema';
import { type CheckKind, type CheckRecord, checkedConfiguration } from './check.ts';

const MAXIMUM_CHECKS = 50;
const MAXIMUM_INPUT_BYTES = 64_000;

/** @throws ValidationError */
export function checkedThreshold(share: number): number {
  if (share >= 0 && share <= 1) return share;
  throw new ValidationError(['passThreshold'], 'a share from 0 to 1', String(share));
}

/** @throws ValidationError */
export function checkedInput(input: unknown): unknown {
  const bytes = Buffer.byteLength(JSON.stringify(input) ?? '');
  if (bytes <= MAXIMUM_INPUT_BYTES) return input;
  throw new ValidationError(['input'], `at most ${MAXIMUM_INPUT_BYTES} bytes of JSON`, String(bytes));
}

/** @throws ValidationError with the path of the first problem */
export function checkedChecks(
  checks: readonly { readonly kind: CheckKind; readonly configuration: unknown; readonly weight?: number | null }[],
  ids: IdSource,
): readonly CheckRecord[] {
  if (checks.length > MAXIMUM_CHECKS)
    throw new ValidationError(['checks'], `at most ${MAXIMUM_CHECKS} checks`, String(checks.length));
  return checks.map(({ kind, configuration, weight }, index) => {
    const at = ['checks', String(index)];
    if (weight != null && !(weight > 0 && weight <= 100))
      throw new ValidationError([...at, 'weight'], 'a weight above 0, up to 100', String(weight));
    return { id: ids('chk'), kind, configuration: checkedConfiguration(kind, configuration, at), weight: weight ?? 1 };
  });
}
