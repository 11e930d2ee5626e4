import { ValidationError } from '@aether/common/service';
import { z } from 'zod';

export const CheckKind = {
  EQUALS: 'EQUALS',
  CONTAINS: 'CONTAINS',
  PATTERN: 'PATTERN',
  SCHEMA: 'SCHEMA',
  EXPRESSION: 'EXPRESSION',
  JUDGE: 'JUDGE',
  SIMILARITY: 'SIMILARITY',
  TOOL_CALLED: 'TOOL_CALLED',
  CITED: 'CITED',
  COST_BELOW: 'COST_BELOW',
  DURATION_BELOW: 'DURATION_BELOW',
} as const;
export type CheckKind = keyof typeof CheckKind;

/** What must hold for an answer. */
export interface CheckRecord {
  readonly id: string;
  readonly kind: CheckKind;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly weight: number;
}

const text = z.string().min(1).max(10_000);
const share = z.number().min(0).max(1);
/** JSON Pointer into the output; absent = the whole. */
const path = z
  .string()
  .regex(/^(\/.*)?$/u, 'must be a JSON Pointer such as /answer')
  .optional();

const pattern = text.max(500).refine(isPattern, 'must be a regular expression of JavaScript with the flag u');

/** What a check of each kind needs. Unknown members are refused: a misspelled one would make a check that always passes. */
const CONFIGURATIONS = {
  EQUALS: z.strictObject({ value: z.json(), path }),
  CONTAINS: z.strictObject({ text, path, ignoreCase: z.boolean().default(true) }),
  PATTERN: z.strictObject({ pattern, path }),
  SCHEMA: z.strictObject({ schema: z.record(z.string(), z.json()) }),
  EXPRESSION: z.strictObject({ expression: text.max(2_000) }),
  JUDGE: z.strictObject({ criteria: text, minimumScore: share.default(0.7) }),
  SIMILARITY: z.strictObject({ text, path, minimumScore: share.default(0.8) }),
  TOOL_CALLED: z.strictObject({ tool: text.max(200), arguments: z.record(z.string(), z.json()).optional() }),
  CITED: z.strictObject({ minimum: z.int().min(1).max(100).default(1), documentId: z.string().optional() }),
  COST_BELOW: z.strictObject({ nanoUsd: z.int().min(1) }),
  DURATION_BELOW: z.strictObject({ milliseconds: z.number().positive() }),
} as const satisfies Record<CheckKind, z.ZodType<Record<string, unknown>>>;

/** A configuration as `checkedConfiguration` returns it. */
export type CheckConfiguration<Kind extends CheckKind> = z.output<(typeof CONFIGURATIONS)[Kind]>;

/** The configuration of a check that was stored: it was checked when it was written. */
export function configurationOf<Kind extends CheckKind>(kind: Kind, stored: unknown): CheckConfiguration<Kind> {
  return CONFIGURATIONS[kind].parse(stored) as CheckConfiguration<Kind>;
}

/**
 * The configuration of a check with its defaults filled in.
 * @param at path of the check in the input
 * @throws ValidationError with the path of the first problem
 */
export function checkedConfiguration(
  kind: CheckKind,
  configuration: unknown,
  at: readonly string[],
): Readonly<Record<string, unknown>> {
  const result = CONFIGURATIONS[kind].safeParse(configuration);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const fields = Object.keys(CONFIGURATIONS[kind].shape).join(', ');
  throw new ValidationError(
    [...at, 'configuration', ...(issue?.path ?? []).map(String)],
    `the configuration of ${kind} (${fields})`,
    issue?.message ?? 'another value',
  );
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
