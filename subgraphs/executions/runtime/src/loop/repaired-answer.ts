import { OutputInvalidError } from '../errors.ts';
import type { Journal } from '../journal.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { callModel, type ModelRequest } from './call-model.ts';

export type ReadAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly string[] };

/** A repair is told this many problems: the first ones are what the others follow from. */
const TOLD_PROBLEMS = 10;

/**
 * The answer as a value. When it does not fit, the model is told why and asked once more.
 * @throws OutputInvalidError when that does not fit either
 */
export async function repairedAnswer<Value>(
  journal: Journal,
  parts: RuntimeParts,
  answered: { readonly request: ModelRequest; readonly text: string },
  read: (text: string) => ReadAnswer<Value>,
): Promise<Value> {
  const { request, text } = answered;
  const first = read(text);
  if (first.ok) return first.value;
  const problems = first.problems.slice(0, TOLD_PROBLEMS).join('; ');
  const repaired = await callModel(journal, parts, {
    turn: request.turn + 1,
    tools: [],
    messages: [
      ...request.messages,
      { role: 'assistant', content: text },
      {
        role: 'user',
        content: `That does not fit the schema: ${problems}. Answer again with the JSON object only.`,
      },
    ],
  });
  const second = read(repaired.text);
  if (!second.ok) throw new OutputInvalidError(repaired.model, second.problems);
  return second.value;
}
