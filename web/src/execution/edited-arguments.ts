import { isRecord } from '../json/is-record.ts';

/** What a person made of the proposed arguments: nothing to send when they are as they were. */
export function editedArguments(
  text: string | null,
  proposed: unknown,
): { edits?: Record<string, unknown> } | { problem: string } {
  if (text === null) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'This is not JSON. Mend it, or take the arguments as proposed.' };
  }
  if (!isRecord(value)) return { problem: 'Arguments are a JSON object, such as {"id": 7}.' };
  return JSON.stringify(value) === JSON.stringify(proposed) ? {} : { edits: value };
}
