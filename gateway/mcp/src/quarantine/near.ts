/** Words that stand in this order, each not farther from the one before than it says, and on one line. */
export interface Sequence {
  /** Each with all its words; global. */
  readonly steps: readonly RegExp[];
  /** Characters between two of them, at most. */
  readonly gaps: readonly number[];
  /** What must not stand between them. */
  readonly barrier: string;
}

interface Hit {
  /** Of the first word. */
  readonly offset: number;
  readonly end: number;
}

/** Every place where a sequence begins and is complete. Time in proportion to the length, however often its words come. */
export function* near(text: string, { steps, gaps, barrier }: Sequence): Generator<Hit> {
  let reached: readonly Hit[] = hitsOf(text, steps[0]);
  for (const [index, gap] of gaps.entries()) {
    if (reached.length === 0) return;
    const next: Hit[] = [];
    let at = 0;
    for (const word of hitsOf(text, steps[index + 1])) {
      // The last one before the word is the nearest; when that is too far, all others are, too.
      while (at + 1 < reached.length && (reached[at + 1]?.end ?? 0) <= word.offset) at += 1;
      const before = reached[at];
      if (before === undefined || before.end > word.offset || word.offset - before.end > gap) continue;
      const between = text.slice(before.end, word.offset);
      if (![...barrier].some((character) => between.includes(character)))
        next.push({ offset: before.offset, end: word.end });
    }
    reached = next;
  }
  yield* reached;
}

function hitsOf(text: string, step: RegExp | undefined): readonly Hit[] {
  if (step === undefined) return [];
  return Array.from(text.matchAll(step), ({ index, 0: word }) => ({ offset: index, end: index + word.length }));
}
