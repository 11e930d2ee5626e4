import { ValidationError } from '@aether/common/service';

const MAXIMUM_LENGTH = 200;

/** Null when the title may be used. */
export function titleProblem(title: string | null): ValidationError | null {
  if (title === null) return null;
  const length = title.trim().length;
  if (length >= 1 && length <= MAXIMUM_LENGTH) return null;
  return new ValidationError(['input', 'title'], `1 to ${MAXIMUM_LENGTH} characters`, `${length}`);
}
