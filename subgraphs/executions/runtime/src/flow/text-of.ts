import type { JsonValue } from '@aether/schema';
import { asText } from './node-scope.ts';

/** What people read of an output: the field `answer`, else the only field, else all of it as JSON. */
export function textOf(output: Readonly<Record<string, JsonValue>>): string {
  const values = Object.values(output);
  const [only] = values;
  return asText(output['answer'] ?? (values.length === 1 && only !== undefined ? only : output));
}
