/** What passes between the gateway's thread and the embedding worker. */
export interface EmbedBatch {
  readonly id: number;
  readonly texts: readonly string[];
}

export type EmbedResult =
  | { readonly id: number; readonly vectors: readonly Float32Array[] }
  | { readonly id: number; readonly failure: string };

/** Dimensions of the Universal Sentence Encoder lite. */
export const EMBED_DIMENSIONS = 512;
/** Texts per call of the encoder: 64 at once take 540 MB (reference/dependencies.md §1.6). */
export const EMBED_BATCH = 8;
