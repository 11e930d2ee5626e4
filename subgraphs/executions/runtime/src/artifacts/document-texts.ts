import type { Block, ProducedDocument } from './document.ts';

/** The document with every text of it changed, in the order of reading. */
export function mapTexts(document: ProducedDocument, change: (text: string) => string): ProducedDocument {
  return {
    title: change(document.title),
    summary: change(document.summary),
    blocks: document.blocks.map((block) => mapBlock(block, change)),
  };
}

function mapBlock(block: Block, change: (text: string) => string): Block {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return { ...block, text: change(block.text) };
    case 'list':
      return { ...block, items: block.items.map(change) };
    case 'questions':
      return {
        ...block,
        items: block.items.map(({ question, answer }) => ({ question: change(question), answer: change(answer) })),
      };
    case 'script':
      return {
        ...block,
        turns: block.turns.map(({ speaker, text }) => ({ speaker: change(speaker), text: change(text) })),
      };
    case 'table':
      return {
        ...block,
        title: change(block.title),
        columns: block.columns.map(change),
        rows: block.rows.map((row) => row.map(change)),
      };
  }
}
