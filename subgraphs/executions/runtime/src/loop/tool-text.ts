import { untrustedText } from './untrusted-text.ts';

/** A longer result is cut: one tool must not push everything else out of the prompt. */
export const RESULT_CHARACTERS = 12_000;

/** The result of a call as the model reads it. */
export function toolText(whole: string): string {
  const text = untrustedText(whole, RESULT_CHARACTERS);
  return whole.length > RESULT_CHARACTERS ? `${text}\n[cut: the result has ${whole.length} characters]` : text;
}
