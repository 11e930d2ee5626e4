/** Where a passage stands in the extracted text; offsets in UTF-16 code units, the end exclusive. */
export interface PassageSpan {
  readonly start: number;
  readonly end: number;
  readonly headingPath: readonly string[];
  /** Page on which it starts. */
  readonly page: number | null;
}

/** Sizes in tokens, as the API has them. */
export interface PassageSettings {
  readonly passageTokens: number;
  readonly overlapTokens: number;
}
