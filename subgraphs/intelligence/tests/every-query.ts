import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';

const FEDERATION_FIELDS: readonly string[] = ['_entities', '_service'];
/** Arguments by name; a required one that is not here fails the test until it is. */
const ARGUMENTS: Readonly<Record<string, string>> = { limit: '20', first: '20', topic: '"i"' };

function argumentsOf(field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter(({ name, type }) => name in ARGUMENTS && !takesOwn(field, name, type));
  const missing = field.args.filter(({ name, type }) => isNonNullType(type) && !(name in ARGUMENTS));
  if (missing.length > 0) throw new Error(`${field.name} needs ${missing.map(({ name }) => name).join()}.`);
  return given.length === 0 ? '' : `(${given.map(({ name }) => `${name}: ${ARGUMENTS[name]}`).join(', ')})`;
}

/** Sizes that have a default stay as they are. */
function takesOwn(field: GraphQLField<unknown, unknown>, name: string, type: GraphQLInputType): boolean {
  return (
    !isNonNullType(type) && field.args.some((argument) => argument.name === name && argument.defaultValue !== undefined)
  );
}

function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).flatMap((field) => {
    if (isLeafType(getNamedType(field.type))) return field.args.length === 0 ? [field.name] : [];
    if (depth === 0) return [];
    const selection = selectionOf(field.type, depth - 1);
    return selection === '' ? [] : [`${field.name}${argumentsOf(field)} ${selection}`];
  });
  return fields.length === 0 ? '' : `{ ${fields.join(' ')} }`;
}

/** Every root field with everything that it can answer down to a depth, as one document each. */
export function everyQuery(
  schema: GraphQLSchema,
  depth: number,
): readonly (readonly [name: string, document: string])[] {
  return Object.values(schema.getQueryType()?.getFields() ?? {})
    .filter(({ name }) => !FEDERATION_FIELDS.includes(name))
    .map((field) => [field.name, `{ ${field.name}${argumentsOf(field)} ${selectionOf(field.type, depth)} }`] as const);
}
