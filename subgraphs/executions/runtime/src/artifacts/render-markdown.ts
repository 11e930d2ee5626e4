import type { Block } from './document.ts';
import type { RenderRequest } from './render-request.ts';

/** What would mean something in Markdown stands for itself. */
const inline = (text: string): string =>
  text
    .replaceAll(/[\\`*_{}<>|~]/gu, '\\$&')
    .replaceAll('](', ']\\(')
    .replaceAll(/\s*\n\s*/gu, ' ')
    .trim();

/** A line that begins like a heading, a list or a rule would become one. */
const line = (text: string): string =>
  inline(text).replace(/^([#+=-]|\d+[.)])/u, (mark) => mark.replace(/[#+=\-.)]/u, '\\$&'));

export function renderMarkdown({ document, sources }: RenderRequest): string {
  const { title, summary, blocks } = document;
  const parts = [`# ${line(title)}`, ...(summary === '' ? [] : [line(summary)]), ...blocks.map(blockText)];
  if (sources.length > 0) {
    const lines = sources.map((source) => `- \\[${source.number}\\] ${inline(source.title)}${pageOf(source.page)}`);
    parts.push('## Sources', lines.join('\n'));
  }
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `${'#'.repeat(block.level + 1)} ${line(block.text)}`;
    case 'paragraph':
      return block.text
        .split(/\n{2,}/u)
        .map(line)
        .join('\n\n');
    case 'list':
      return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${line(item)}`).join('\n');
    case 'table': {
      const row = (cells: readonly string[]): string => `| ${cells.map(inline).join(' | ')} |`;
      const lines = [row(block.columns), row(block.columns.map(() => '---')), ...block.rows.map(row)];
      return [...(block.title === '' ? [] : [`**${inline(block.title)}**`, '']), ...lines].join('\n');
    }
  }
}

const pageOf = (page: number | null): string => (page === null ? '' : `, page ${page}`);
