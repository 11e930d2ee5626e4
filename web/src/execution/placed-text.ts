interface Segment {
  offset: number;
  text: string;
}

/** Text of one step's answer, put together from pieces that may repeat, overlap, or come early. */
export interface PlacedText {
  attempt: number;
  /** Without a gap from the start. Offsets and lengths are UTF-16 code units, as the server counts them. */
  text: string;
  /** How much of `text` is durable; previews never overwrite it. */
  durable: number;
  /** Pieces beyond a gap; they wait for what is missing. */
  ahead: readonly Segment[];
}

export interface TextPiece extends Segment {
  attempt: number;
  durable: boolean;
}

const MOST_AHEAD = 64;

export const NO_TEXT: PlacedText = { attempt: 0, text: '', durable: 0, ahead: [] };

/** Puts a piece where its offset says. A piece of an earlier attempt is ignored, one of a later attempt begins anew. */
export function placeText(placed: PlacedText, piece: TextPiece): PlacedText {
  if (piece.attempt < placed.attempt) return placed;
  const base = piece.attempt > placed.attempt ? { ...NO_TEXT, attempt: piece.attempt } : placed;
  const end = piece.offset + piece.text.length;
  if (!piece.durable && end <= base.durable) return base;
  if (piece.offset > base.text.length) {
    return { ...base, ahead: [...base.ahead, { offset: piece.offset, text: piece.text }].slice(-MOST_AHEAD) };
  }
  const text = piece.durable
    ? base.text.slice(0, piece.offset) + piece.text + base.text.slice(end)
    : splice(base.text, piece, base.durable);
  return closeGaps({ ...base, text, durable: piece.durable ? Math.max(base.durable, end) : base.durable });
}

/** The step runs again: its text so far is void. */
export function resetText(attempt: number): PlacedText {
  return { ...NO_TEXT, attempt };
}

/** A preview replaces only what no durable piece has settled. */
function splice(text: string, piece: Segment, durable: number): string {
  const from = Math.max(piece.offset, durable);
  const end = piece.offset + piece.text.length;
  return text.slice(0, from) + piece.text.slice(from - piece.offset) + text.slice(Math.max(end, from));
}

function closeGaps(placed: PlacedText): PlacedText {
  let { text } = placed;
  let waiting = placed.ahead;
  for (;;) {
    const next = waiting.find(({ offset }) => offset <= text.length);
    if (next === undefined) return waiting === placed.ahead ? { ...placed, text } : { ...placed, text, ahead: waiting };
    waiting = waiting.filter((segment) => segment !== next);
    if (next.offset + next.text.length > text.length) text += next.text.slice(text.length - next.offset);
  }
}
