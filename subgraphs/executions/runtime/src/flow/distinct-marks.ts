import type { TextMarks } from '@aether/schema';

/** Each once: those that a resume takes from the journal are other objects than those of the tool's own step. */
export function distinctMarks(marks: readonly TextMarks[]): readonly TextMarks[] {
  return [...new Map(marks.map((each) => [`${each.begin}\n${each.end}`, each])).values()];
}
