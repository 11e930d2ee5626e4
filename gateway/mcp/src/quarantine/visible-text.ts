const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}\u115F\u1160\u3164\p{VS}\u{E0000}-\u{E007F}]/gu;
const FIRST_TAG = 0xe_00_00;

/** A text with everything that is not shown written out: letters of the tag block as `⟦letter⟧`, all else as `⟦U+200B⟧`. */
export function visibleText(text: string): string {
  return text
    .replace(INVISIBLE, (character) => {
      const code = character.codePointAt(0) ?? 0;
      const letter = code - FIRST_TAG;
      return letter > 0x1f && letter < 0x7f
        ? `⟦${String.fromCodePoint(letter)}⟧`
        : `⟦U+${code.toString(16).toUpperCase().padStart(4, '0')}⟧`;
    })
    .toWellFormed();
}
