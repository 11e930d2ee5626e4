/** Which characters a font has glyphs for. */
export interface FontCoverage {
  readonly name: string;
  has(codePoint: number): boolean;
}

export interface FontRun {
  readonly text: string;
  readonly font: string;
}

/** Marks, joiners and spaces belong to what stands before them: a change of the font there would tear a word apart. */
const STAYS = /^[\s\p{M}\p{Cf}]$/u;

/** Splits a text where its letters need another font. What no font has is left to the first one, which draws an empty box. */
export function fontRuns(text: string, fonts: readonly FontCoverage[]): readonly FontRun[] {
  const first = fonts[0]?.name ?? '';
  const runs: { text: string; font: string }[] = [];
  for (const character of text) {
    const last = runs.at(-1);
    const font =
      last !== undefined && STAYS.test(character)
        ? last.font
        : (fonts.find((one) => one.has(character.codePointAt(0) ?? 0))?.name ?? first);
    if (last?.font === font) last.text += character;
    else runs.push({ text: character, font });
  }
  return runs;
}
