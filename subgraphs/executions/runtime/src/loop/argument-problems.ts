import { noPatterns } from '@aether/common/security';
import type { JsonValue } from '@aether/schema';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { LRUCache } from 'lru-cache';
import type { PinnedTool } from '../tool.ts';

const MAXIMUM_PROBLEMS = 10;
/** Compiled schemas by hash of the definition. */
const validators = new LRUCache<string, ValidateFunction>({ max: 500 });

/** What is wrong with arguments by the tool's own schema; empty = they fit. A schema that cannot be read lets nothing through. */
export function argumentProblems(
  tool: Pick<PinnedTool, 'slug' | 'inputSchema' | 'definitionHash'>,
  value: JsonValue,
): readonly string[] {
  let validate = validators.get(tool.definitionHash);
  try {
    validate ??= compile(tool.inputSchema);
  } catch (error) {
    return [`the schema of "${tool.slug}" cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
  validators.set(tool.definitionHash, validate);
  if (validate(value)) return [];
  return (validate.errors ?? [])
    .slice(0, MAXIMUM_PROBLEMS)
    .map(({ instancePath, message, params }) =>
      [instancePath || '/', message ?? 'is wrong', extraOf(params)].filter((part) => part !== '').join(' '),
    );
}

/** A new instance for each: schemas of servers may have equal `$id`s. Servers name older drafts; their keywords are read as 2020-12. */
function compile(inputSchema: PinnedTool['inputSchema']): ValidateFunction {
  const { $schema: _draft, ...schema } = inputSchema;
  const options = {
    allErrors: true,
    strict: false,
    validateFormats: false,
    logger: false,
    code: { regExp: noPatterns },
  } as const;
  return new Ajv2020(options).compile(schema);
}

function extraOf(params: Readonly<Record<string, unknown>>): string {
  const extra = params['additionalProperty'];
  return typeof extra === 'string' ? `("${extra}")` : '';
}
