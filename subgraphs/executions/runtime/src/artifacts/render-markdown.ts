import { paragraphsOf, sourceText } from './document-words.ts';
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
    const lines = sources.map((source) => `- ${inline(sourceText(source))}`);
    parts.push('## Sources', lines.join('\n'));
  }
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `${'#'.repeat(block.level + 1)} ${line(block.text)}`;
    case 'paragraph':
      return paragraphsOf(block.text).map(line).join('\n\n');
    case 'list':
      return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${line(item)}`).join('\n');
    case 'questions':
      return block.items.map(({ question, answer }) => `**${inline(question)}**\n\n${line(answer)}`).join('\n\n');
    case 'script':
      return block.turns.map(({ speaker, text }) => `**${inline(speaker)}:** ${inline(text)}`).join('\n\n');
    case 'table': {
      const row = (cells: readonly string[]): string => `| ${cells.map(inline).join(' | ')} |`;
      const lines = [row(block.columns), row(block.columns.map(() => '---')), ...block.rows.map(row)];
      return [...(block.title === '' ? [] : [`**${inline(block.title)}**`, '']), ...lines].join('\n');
    }
  }
}
