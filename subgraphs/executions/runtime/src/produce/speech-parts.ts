import type { ProducedDocument } from '../artifacts/document.ts';
import { textPieces } from '../loop/text-pieces.ts';

export interface SpeechPart {
  readonly voice: string;
  readonly text: string;
}

/** Vendors take 4,096 characters in one call. */
const PART_CHARACTERS = 4_000;
/** Marks of sources are for readers. */
const MARK = /\s*\[\d+\]/gu;

/** The script of a document as what is spoken in one call each: by one voice, cut between sentences where a turn is long. */
export function speechParts({ blocks }: ProducedDocument, voices: readonly string[]): readonly SpeechPart[] {
  const turns = blocks.flatMap((block) => (block.type === 'script' ? block.turns : []));
  const speakers = [...new Set(turns.map(({ speaker }) => speaker))];
  const parts: SpeechPart[] = [];
  for (const { speaker, text } of turns) {
    const voice = voices[speakers.indexOf(speaker) % voices.length] ?? '';
    for (const piece of textPieces(text.replaceAll(MARK, ''), PART_CHARACTERS)) {
      const last = parts.at(-1);
      if (last?.voice === voice && last.text.length + piece.length < PART_CHARACTERS)
        parts[parts.length - 1] = { voice, text: `${last.text}\n${piece}` };
      else parts.push({ voice, text: piece });
    }
  }
  return parts;
}
