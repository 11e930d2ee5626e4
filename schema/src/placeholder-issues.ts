import type { SpecIssue } from './agent-spec-issue.ts';
import { nearestWord } from './nearest-word.ts';
import { placeholdersOf } from './placeholders.ts';

/** Look-ups in a text that name no declared input. */
export function placeholderIssues(text: string, names: readonly string[], path: readonly string[]): SpecIssue[] {
  return placeholdersOf(text).flatMap((placeholder): SpecIssue[] => {
    if (placeholder.input !== null && names.includes(placeholder.input)) return [];
    const meant = placeholder.input === null ? null : nearestWord(placeholder.input, names);
    const hint =
      meant === null
        ? `Declared: ${names.map((name) => `{{ inputs.${name} }}`).join(', ') || 'none'}.`
        : `Did you mean {{ inputs.${meant} }}?`;
    const message = `${placeholder.text} is not the look-up of a declared input.`;
    return [{ code: 'UNKNOWN_PLACEHOLDER', path, message, hint }];
  });
}
