import { InputTooLargeError } from '../errors.ts';

/** Input, and context, as JSON. */
const MAXIMUM_INPUT_BYTES = 256 * 1_024;

/** @param text JSON of the field @throws InputTooLargeError */
export function requireInputSize(field: 'input' | 'context', text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAXIMUM_INPUT_BYTES) throw new InputTooLargeError(field, bytes, MAXIMUM_INPUT_BYTES);
}
