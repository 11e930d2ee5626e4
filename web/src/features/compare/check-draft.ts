import type { CheckInput } from '../../gql/graphql.ts';

/** What a check can ask of an answer, as the form offers it. */
export const CHECK_FORMS = {
  CONTAINS: { label: 'Says', value: 'Words of a good answer', least: null },
  PATTERN: { label: 'Matches pattern', value: 'Regular expression, such as \\d+ days', least: null },
  SCHEMA: { label: 'Fits JSON Schema', value: '{"type": "object", "required": ["answer"]}', least: null },
  SIMILARITY: { label: 'Means the same as', value: 'A good answer in other words', least: 0.8 },
  CITED: { label: 'Cites passages', value: null, least: null },
  JUDGE: { label: 'Judge agrees that', value: 'The answer names the deadline', least: 0.7 },
} as const satisfies Partial<Record<CheckInput['kind'], { label: string; value: string | null; least: number | null }>>;

export type CheckChoice = keyof typeof CHECK_FORMS;
export const CHECK_CHOICES = Object.keys(CHECK_FORMS).filter((kind): kind is CheckChoice => kind in CHECK_FORMS);

/** A check as it is typed. */
export interface DraftCheck {
  readonly kind: CheckChoice;
  readonly value: string;
  /** Share of 0 to 1 that is enough, or the number of citations. Empty = the usual one. */
  readonly least: string;
}

export const EMPTY_CHECK: DraftCheck = { kind: 'CONTAINS', value: '', least: '' };

/** Whether somebody began it; others are left out. */
export function isBegun({ kind, value }: DraftCheck): boolean {
  return kind === 'CITED' || value.trim() !== '';
}

/** The check as the API takes it, or what is missing. Pure. */
export function readCheck({ kind, value, least }: DraftCheck): { check: CheckInput } | { missing: string } {
  const text = value.trim();
  const number = least.trim() === '' ? undefined : Number(least);
  switch (kind) {
    case 'CONTAINS':
      return { check: { kind, configuration: { text } } };
    case 'PATTERN':
      return isPattern(text)
        ? { check: { kind, configuration: { pattern: text } } }
        : { missing: `"${text}" is no regular expression.` };
    case 'SCHEMA': {
      const schema = parsed(text);
      return schema === undefined
        ? { missing: 'A JSON Schema is an object such as {"type": "object"}.' }
        : { check: { kind, configuration: { schema } } };
    }
    case 'CITED':
      return number === undefined || (Number.isInteger(number) && number >= 1 && number <= 100)
        ? { check: { kind, configuration: { minimum: number ?? 1 } } }
        : { missing: 'Enter how many passages an answer cites, 1 to 100.' };
    case 'SIMILARITY':
    case 'JUDGE': {
      const minimumScore = number ?? CHECK_FORMS[kind].least;
      if (!(minimumScore >= 0 && minimumScore <= 1)) return { missing: 'Enter what is enough as a share, 0 to 1.' };
      const configuration = kind === 'JUDGE' ? { criteria: text, minimumScore } : { text, minimumScore };
      return { check: { kind, configuration } };
    }
  }
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
