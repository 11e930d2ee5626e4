import { isRecord } from '../json/is-record.ts';
import type { ExecutionView } from './execution-view.ts';

const ANSWER_KEYS = ['answer', 'text', 'message', 'output'] as const;

/** The readable part of a run's output: text as it is, the answer of an object, else its JSON. */
export function answerOf(output: unknown): string {
  if (output === null || output === undefined) return '';
  if (typeof output === 'string') return output;
  if (isRecord(output)) {
    for (const key of ANSWER_KEYS) {
      const value = output[key];
      if (typeof value === 'string') return value;
    }
  }
  return `\`\`\`json\n${JSON.stringify(output, null, 2)}\n\`\`\``;
}

/**
 * What a person reads now: the output when there is one, else the text of the step that is writing. A structure in the making, such as the
 * document of a producer, is for nobody to read: it shows when it is whole.
 */
export function answerText(view: ExecutionView): string {
  if (view.ended && view.output !== null && view.output !== undefined) return answerOf(view.output);
  let text = '';
  for (const placed of view.texts.values()) if (placed.text !== '') text = placed.text;
  return text.trimStart().startsWith('{') ? '' : text;
}
