import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject, type JsonValue } from '@aether/schema';
import { argumentProblems } from '../loop/argument-problems.ts';

/** What of a value does not fit a JSON Schema; empty = it fits. */
export function schemaProblems(schema: JsonObject, value: JsonValue): readonly string[] {
  const definitionHash = createHash('sha256')
    .update(`schema ${canonicalJson(schema)}`)
    .digest('hex');
  return argumentProblems({ slug: 'outputs', inputSchema: schema, definitionHash }, value);
}
