import { isRecord } from '../json/is-record.ts';

/** What a person asked, from the input of a run. */
export function promptOf(input: unknown): string {
  if (typeof input === 'string') return input;
  if (isRecord(input)) {
    for (const key of ['question', 'message']) if (typeof input[key] === 'string') return input[key];
    const text = Object.values(input).find((value) => typeof value === 'string');
    if (typeof text === 'string') return text;
  }
  return JSON.stringify(input) ?? '';
}
