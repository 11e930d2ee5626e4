import { ValidationError } from '@aether/common/service';
import type { RunAgentInput } from '../types/run-agent-input.ts';
import { requireInputSize } from './require-input-size.ts';

const MAXIMUM_KEY_LENGTH = 200;
const MAXIMUM_DEADLINE_MS = 30 * 24 * 60 * 60 * 1_000; // 30 days of work; waiting does not count

/** What holds for every run, whatever its version. @throws ValidationError, InputTooLargeError */
export function checkRun(
  input: Pick<RunAgentInput, 'input' | 'context' | 'idempotencyKey' | 'deadlineMs' | 'budget'>,
): void {
  const { idempotencyKey, deadlineMs, budget } = input;
  if (idempotencyKey === '' || idempotencyKey.length > MAXIMUM_KEY_LENGTH) {
    throw new ValidationError(
      ['input', 'idempotencyKey'],
      `1 to ${MAXIMUM_KEY_LENGTH} characters`,
      `${idempotencyKey.length}`,
    );
  }
  if (deadlineMs != null && !(Number(deadlineMs) >= 1 && Number(deadlineMs) <= MAXIMUM_DEADLINE_MS)) {
    throw new ValidationError(['input', 'deadlineMs'], `1 to ${MAXIMUM_DEADLINE_MS} milliseconds`, `${deadlineMs}`);
  }
  if (budget != null && Number(budget) < 0) throw new ValidationError(['input', 'budget'], 'at least 0', `${budget}`);
  for (const field of ['input', 'context'] as const) requireInputSize(field, JSON.stringify(input[field] ?? null));
}
