import type { Block, ProducedDocument } from './document.ts';
import type { RenderRequest } from './render-request.ts';
import { csvOf } from './render-tables.ts';

type Questions = Extract<Block, { type: 'questions' }>;

export function questionsOf({ blocks }: ProducedDocument): Questions['items'] {
  return blocks.flatMap((block) => (block.type === 'questions' ? block.items : []));
}

export function renderQuestionsJson({ document, sources }: RenderRequest): string {
  const { title, summary } = document;
  return `${JSON.stringify({ title, summary, questions: questionsOf(document), sources }, null, 2)}\n`;
}

export function renderQuestionsCsv({ document }: RenderRequest): string {
  const rows = questionsOf(document).map(({ question, answer }) => [question, answer]);
  return `${csvOf([['question', 'answer'], ...rows])}\r\n`;
}
