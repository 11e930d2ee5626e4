/**
 * Control, zero-width and bidirectional characters, and Unicode tags: what a person does not see and a model does. Tab and line breaks stay.
 */
const INVISIBLE =
  /(?![\t\n\r])[\p{Cc}\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;

/** What other people wrote, as it may be shown. */
export function cleanText(text: string): string {
  return text.replace(INVISIBLE, '');
}
