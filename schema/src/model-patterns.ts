import { matchesPattern } from './matches-pattern.ts';

/** What an API key may name as a model: `<provider>/<name>` or `agent:<slug>`, where `*` stands for any text. */
export const MODEL_PATTERN = /^[\w.:/@*-]{1,200}$/;

/** Whether one of the patterns stands for the model. A pattern may be asked for, too: what it stands for is then all allowed. */
export function matchesModel(patterns: readonly string[], model: string): boolean {
  return matchesPattern(patterns, model);
}
