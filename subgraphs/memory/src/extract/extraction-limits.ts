/** How much of a document is read before it is refused. */
export interface ExtractionLimits {
  readonly maximumPages: number;
  /** UTF-16 code units of the extracted text. */
  readonly maximumCharacters: number;
}
