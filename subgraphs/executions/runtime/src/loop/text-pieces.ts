/** A text in pieces of at most so many characters, cut between sentences and lines. */
export function textPieces(text: string, most: number): readonly string[] {
  const pieces: string[] = [];
  // A sentence that is too long itself is cut where the limit falls, never within a letter.
  const sentences = text
    .split(/(?<=[.!?…。！？])\s+|\n+/u)
    .flatMap((sentence) => (sentence.length <= most ? [sentence] : cut(sentence, most)));
  for (const sentence of sentences.map((one) => one.trim()).filter((one) => one !== '')) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + sentence.length < most) pieces[pieces.length - 1] = `${last} ${sentence}`;
    else pieces.push(sentence);
  }
  return pieces;
}

function cut(text: string, most: number): readonly string[] {
  const letters = [...text];
  // A letter has at most two units.
  const each = Math.floor(most / 2);
  return Array.from({ length: Math.ceil(letters.length / each) }, (_, index) =>
    letters.slice(index * each, (index + 1) * each).join(''),
  );
}
