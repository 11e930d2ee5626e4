import { ValidationError } from '@aether/common/service';

/** Characters of a name. */
export const NAME_LENGTH = 120;
const DESCRIPTION_LENGTH = 2_000;

/** @throws ValidationError when it is empty or longer than 120 characters */
export function checkName(text: string, path: readonly string[] = ['name']): string {
  return checkText(text, path, { minimum: 1, maximum: NAME_LENGTH });
}

/** Empty text is none. @throws ValidationError when it is longer than 2,000 characters */
export function checkDescription(
  text: string | null | undefined,
  path: readonly string[] = ['description'],
): string | null {
  if (text === null || text === undefined || text.trim() === '') return null;
  return checkText(text, path, { minimum: 0, maximum: DESCRIPTION_LENGTH });
}

function checkText(text: string, path: readonly string[], bounds: { minimum: number; maximum: number }): string {
  const trimmed = text.trim();
  if (trimmed.length >= bounds.minimum && trimmed.length <= bounds.maximum) return trimmed;
  throw new ValidationError(path, `${bounds.minimum} to ${bounds.maximum} characters`, String(trimmed.length));
}
