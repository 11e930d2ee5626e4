const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** After these a full stop ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|approx|incl|excl|max|min|no|nos|art|sec|fig|vs|mr|mrs|ms|dr|prof|st|inc|ltd|co|corp|dept|tel|ext|\p{Lu})\.\s*$/iu;
/** The start of a line that stands for itself: list items, headings, table rows, `Label: value`. */
const OWN_LINE = /^(?:[-*•–]|\d{1,3}[.)]|#{1,6}|\|)\s/;
const BULLET = /^(?:[-*•–]|#{1,6}|\d{1,3}[.)])\s+/;

/**
 * Splits running text into sentences. Lines that a document's layout has broken are joined again; list items and
 * paragraphs stay apart.
 */
export function splitSentences(text: string): readonly string[] {
  return paragraphs(text).flatMap((paragraph) => {
    const sentences: string[] = [];
    for (const { segment } of segmenter.segment(paragraph)) {
      const last = sentences.at(-1);
      if (last !== undefined && ABBREVIATION.test(last)) sentences[sentences.length - 1] = last + segment;
      else sentences.push(segment);
    }
    return sentences.map((sentence) => sentence.trim()).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  });
}

function paragraphs(text: string): readonly string[] {
  const blocks: string[] = [];
  let open = false;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replaceAll(/\s+/g, ' ').trim();
    if (line === '') open = false;
    else if (open && !OWN_LINE.test(line)) blocks.push(`${blocks.pop() ?? ''} ${line}`);
    else blocks.push(line.replace(BULLET, ''));
    if (line !== '') open = !/^#{1,6}\s/.test(line);
  }
  return blocks;
}
