import type { Block } from './document.ts';

const HEADING = /^(#{1,6})\s+(\S.*)$/u;
const ITEM = /^\s*(?:[-*+•]|(\d+)[.)])\s+(.*)$/u;
const ROW = /^\s*\|(.*)\|\s*$/u;
const RULE = /^\s*\|[\s:|-]+\|\s*$/u;

/** The structure that models give their texts: headings, lists and tables of Markdown. Everything else is paragraphs. */
export function blocksOfText(text: string): Block[] {
  const blocks: Block[] = [];
  for (const part of text.split(/\n\s*\n/u)) {
    let lines: string[] = [];
    let kind: 'text' | 'list' | 'table' = 'text';
    const flush = (): void => {
      if (lines.some((line) => line.trim() !== '')) blocks.push(blockOf(kind, lines));
      lines = [];
    };
    for (const line of part.split('\n')) {
      const heading = HEADING.exec(line);
      const next = ROW.test(line) ? 'table' : ITEM.test(line) ? 'list' : 'text';
      // What is not an item goes on with the item before it.
      const goesOn = next === kind || (kind === 'list' && next === 'text');
      if (heading !== null || !goesOn) flush();
      if (heading === null) {
        if (!goesOn) kind = next;
        lines.push(line);
      } else {
        kind = 'text';
        const level = Math.min(3, heading[1]?.length ?? 1) as 1 | 2 | 3;
        blocks.push({ type: 'heading', level, text: withoutClosingMarks(heading[2] ?? '') });
      }
    }
    flush();
  }
  return blocks;
}

/** `Title ##` → `Title`. No pattern: one that ends so takes a second for a long line of marks. */
function withoutClosingMarks(text: string): string {
  const trimmed = text.trimEnd();
  let end = trimmed.length;
  while (trimmed[end - 1] === '#') end -= 1;
  return end === trimmed.length || /\s/u.test(trimmed[end - 1] ?? '') ? trimmed.slice(0, end).trimEnd() : trimmed;
}

function blockOf(kind: 'text' | 'list' | 'table', lines: readonly string[]): Block {
  if (kind === 'text') return { type: 'paragraph', text: lines.join('\n').trim() };
  if (kind === 'table') {
    const [columns = [], ...rows] = lines.filter((line) => !RULE.test(line)).map(cellsOf);
    return { type: 'table', title: '', columns, rows: rows.map((row) => columns.map((_, index) => row[index] ?? '')) };
  }
  const items: string[] = [];
  for (const line of lines) {
    const item = ITEM.exec(line)?.[2];
    if (item === undefined) items.push(`${items.pop() ?? ''} ${line.trim()}`.trim());
    else items.push(item);
  }
  return { type: 'list', ordered: ITEM.exec(lines[0] ?? '')?.[1] !== undefined, items };
}

/** A bar behind a backslash is no border. */
function cellsOf(line: string): string[] {
  const inner = ROW.exec(line)?.[1] ?? '';
  return inner.split(/(?<!\\)\|/u).map((one) => one.trim().replaceAll('\\|', '|'));
}
