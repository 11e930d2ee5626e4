import type { JsonValue, TextMarks } from '@aether/schema';

/** A value with marks around the texts in it that a tool said and that read like instructions: as a model may read it. */
export interface MarkedValue {
  readonly value: JsonValue;
  /** All that may stand in it. */
  readonly marks: readonly TextMarks[];
}
