const LIST_ITEM = /^\s*([-*+]|\d+[.)])\s/;

/**
 * Splits Markdown at blank lines outside of fences, so that a growing answer renders only its last block again.
 * A list stays whole: its items and what is indented below them belong together.
 */
export function markdownBlocks(text: string): string[] {
  const blocks: string[] = [];
  let current: string[] = [];
  let fence: string | null = null;
  for (const line of text.split('\n')) {
    const continuesList = LIST_ITEM.test(current[0] ?? '') && (LIST_ITEM.test(line) || /^\s+\S/.test(line));
    if (fence === null && current.at(-1) === '' && line !== '' && !continuesList) {
      blocks.push(current.join('\n'));
      current = [];
    }
    const mark = /^\s{0,3}(```+|~~~+)/.exec(line)?.[1];
    if (mark !== undefined && fence === null) fence = mark;
    else if (mark !== undefined && fence !== null && mark.startsWith(fence)) fence = null;
    if (line !== '' || current.length > 0) current.push(line);
  }
  if (current.length > 0) blocks.push(current.join('\n'));
  return blocks;
}

/** Turns `[2]` into a link that the answer shows as a citation; code is left alone. */
export function linkCitations(text: string): string {
  return text
    .split(/(```[\s\S]*?(?:```|$)|`[^`\n]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/\[(\d{1,3})\](?![(:])/g, '[$1](#cite-$1)')))
    .join('');
}
