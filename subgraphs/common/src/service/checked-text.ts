import { ValidationError } from './errors.ts';

/** A text of the input without white space at its ends. @throws ValidationError when it is too short or too long */
export function checkedText(
  field: string,
  text: string,
  limits: { readonly minimum: number; readonly maximum: number },
): string {
  const trimmed = text.trim();
  if (trimmed.length >= limits.minimum && trimmed.length <= limits.maximum) return trimmed;
  throw new ValidationError([field], `${limits.minimum} to ${limits.maximum} characters`, String(trimmed.length));
}
