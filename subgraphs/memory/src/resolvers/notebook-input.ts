import { ValidationError } from '@aether/common/service';

const MAXIMUM_NAME = 120;
const MAXIMUM_DESCRIPTION = 2_000;
const PASSAGE_TOKENS = { minimum: 40, maximum: 1_000, initial: 200 } as const;
const INITIAL_OVERLAP = 25;

const blank = (text: string | null | undefined): string | null => {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
};

/** @throws ValidationError */
export function checkedName(path: string, name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > MAXIMUM_NAME) {
    throw new ValidationError([path], `1 to ${MAXIMUM_NAME} characters`, trimmed === '' ? 'none' : `${trimmed.length}`);
  }
  return trimmed;
}

/** Null when there is nothing but white space. @throws ValidationError */
export function checkedText(path: string, text: string | null | undefined): string | null {
  const trimmed = blank(text);
  if (trimmed !== null && trimmed.length > MAXIMUM_DESCRIPTION) {
    throw new ValidationError([path], `at most ${MAXIMUM_DESCRIPTION} characters`, `${trimmed.length}`);
  }
  return trimmed;
}

/** Sizes of passages, with what is not given taken from before. @throws ValidationError */
export function checkedSettings(
  input: { readonly passageTokens?: number | null; readonly overlapTokens?: number | null },
  before: { readonly passageTokens: number; readonly overlapTokens: number } = {
    passageTokens: PASSAGE_TOKENS.initial,
    overlapTokens: INITIAL_OVERLAP,
  },
): { readonly passageTokens: number; readonly overlapTokens: number } {
  const passageTokens = input.passageTokens ?? before.passageTokens;
  const overlapTokens = input.overlapTokens ?? Math.min(before.overlapTokens, passageTokens >> 1);
  const { minimum, maximum } = PASSAGE_TOKENS;
  if (passageTokens < minimum || passageTokens > maximum) {
    throw new ValidationError(['passageTokens'], `${minimum} to ${maximum} tokens`, String(passageTokens));
  }
  if (overlapTokens < 0 || overlapTokens > passageTokens / 2) {
    throw new ValidationError(
      ['overlapTokens'],
      `0 to half of a passage (${passageTokens >> 1} tokens)`,
      String(overlapTokens),
    );
  }
  return { passageTokens, overlapTokens };
}
