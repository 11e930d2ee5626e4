import { z } from 'zod';
import { termsOf, type TextTerms } from './terms.ts';

const typeSchema = z.union([z.string(), z.array(z.string())]);

/** The parts of a JSON Schema that reading from text needs; the rest is judged by ajv afterwards. */
const propertySchema = z.looseObject({
  type: typeSchema.optional(),
  description: z.string().optional(),
  title: z.string().optional(),
  format: z.string().optional(),
  pattern: z.string().max(200).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  minItems: z.number().optional(),
});

type PropertyKind = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'unknown';

/** A field to be filled. */
export interface Property {
  readonly key: string;
  readonly kind: PropertyKind;
  readonly nullable: boolean;
  readonly required: boolean;
  /** Null = any value. */
  readonly values: readonly unknown[] | null;
  readonly format: string | null;
  readonly pattern: string | null;
  readonly minimumItems: number;
  readonly items: unknown;
  readonly properties: readonly Property[];
  /** Words of the key: `orderNumber` → order number. */
  readonly label: string;
  /** Words of key, title and description. */
  readonly about: TextTerms;
}

/** The properties of an object schema; what is no object schema has none. */
export function propertiesOf(schema: unknown): readonly Property[] {
  const object = parse(schema);
  const required = new Set(object.required);
  return Object.entries(object.properties ?? {}).map(([key, value]) => readProperty(key, value, required.has(key)));
}

export function readProperty(key: string, schema: unknown, required: boolean): Property {
  const outer = parse(schema);
  const branches = (outer.anyOf ?? outer.oneOf ?? []).map(parse);
  const branch = branches.find(({ type }) => type !== 'null') ?? {};
  const merged = { ...outer, ...branch };
  const types = [merged.type ?? []].flat();
  const nullable =
    [outer.type ?? []].flat().includes('null') ||
    branches.some(({ type }) => type === 'null') ||
    (outer.enum?.includes(null) ?? false);
  const label = key
    .replaceAll(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, ' ')
    .replaceAll(/[_\-.]+/g, ' ')
    .toLowerCase()
    .trim();
  return {
    key,
    kind: kindOf(
      types.find((type) => type !== 'null'),
      merged.properties !== undefined,
    ),
    nullable,
    required,
    values:
      'const' in merged && merged.const !== undefined
        ? [merged.const]
        : (merged.enum?.filter((value) => value !== null) ?? null),
    format: merged.format ?? null,
    pattern: merged.pattern ?? null,
    minimumItems: merged.minItems ?? 0,
    items: merged.items,
    properties: propertiesOf(merged),
    label,
    about: termsOf([label, merged.title ?? '', merged.description ?? ''].join(' ')),
  };
}

/** A schema that is not one (or `true`) says nothing. */
function parse(schema: unknown): z.infer<typeof propertySchema> {
  const parsed = propertySchema.safeParse(schema);
  return parsed.success ? parsed.data : {};
}

function kindOf(type: string | undefined, hasProperties: boolean): PropertyKind {
  if (
    type === 'string' ||
    type === 'number' ||
    type === 'integer' ||
    type === 'boolean' ||
    type === 'array' ||
    type === 'object'
  )
    return type;
  return hasProperties ? 'object' : 'unknown';
}
