import type { PassageSettings, PassageSpan } from '../split/passage-span.ts';
import type { ExtractedText } from './extracted-text.ts';
import type { ExtractionProblem } from './extraction-failure.ts';
import type { ExtractionLimits } from './extraction-limits.ts';

/** What the host sends to the worker thread. */
export type DocumentTask =
  | { readonly kind: 'extract'; readonly bytes: Uint8Array<ArrayBuffer>; readonly limits: ExtractionLimits }
  | { readonly kind: 'split'; readonly extracted: ExtractedText; readonly settings: PassageSettings };

/** What comes back. */
export type DocumentTaskAnswer =
  | { readonly kind: 'extracted'; readonly extracted: ExtractedText }
  | { readonly kind: 'passages'; readonly spans: readonly PassageSpan[] }
  | { readonly kind: 'unreadable'; readonly problem: ExtractionProblem };
