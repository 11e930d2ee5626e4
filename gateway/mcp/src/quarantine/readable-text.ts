const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}\u115F\u1160\u3164\p{VS}]/gu;
const ASCII = /^[\t\n\x20-\x7E]*$/u;

/** A text as a model reads it: nothing invisible between letters, and letters in their plain form. */
export function readableText(text: string): string {
  return ASCII.test(text) ? text : text.replaceAll(INVISIBLE, '').normalize('NFKC');
}
