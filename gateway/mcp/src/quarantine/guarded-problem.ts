import { cleanText } from '../upstream/clean-text.ts';
import { inspectText } from './inspect-text.ts';

const PROBLEM = 1_000;

/** What a server says of a failure, as it may stand in an error of ours: the words of one that would steer a model are left out, whatever its policy. */
export function guardedProblem(said: string): string {
  const text = said.slice(0, 20_000);
  const rules = inspectText(text).map(({ rule }) => rule);
  return rules.length === 0 ? cleanText(text).slice(0, PROBLEM) : `(what it says is held back: ${rules.join(', ')})`;
}
