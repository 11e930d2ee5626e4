import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
} from 'graphql';

const SCALARS: Readonly<Record<string, unknown>> = {
  String: 'x',
  ID: 'unknown',
  Int: 1,
  Float: 1,
  Long: 1,
  NanoUsd: 1,
  Boolean: true,
  JSON: {},
  JSONSchema: {},
  Timestamp: '2030-01-01T00:00:00.000Z',
};

function sample(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sample(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) return sampleObject(type, {});
  return SCALARS[type.name];
}

/** An input that the schema accepts: what is required gets a plain value, what is optional is left out. */
function sampleObject(type: GraphQLInputObjectType, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields = Object.values(type.getFields()).filter((field) => field.name in given || isNonNullType(field.type));
  return Object.fromEntries(fields.map((field) => [field.name, given[field.name] ?? sample(field.type)]));
}

export interface WriteWithId {
  readonly mutation: string;
  /** Name of the input's type. */
  readonly inputType: string;
  /** The field of the input that names an object. */
  readonly field: string;
  readonly input: (id: string) => Record<string, unknown>;
}

/** Every write of the API once for each id that its input takes. */
export function writesWithIds(schema: GraphQLSchema): readonly WriteWithId[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap((mutation) => {
    const type = mutation.args[0]?.type;
    const input = isNonNullType(type) ? type.ofType : type;
    if (!isInputObjectType(input)) return [];
    return Object.values(input.getFields())
      .filter((field) => field.name.endsWith('Id') && String(field.type).startsWith('ID'))
      .map((field) => ({
        mutation: mutation.name,
        inputType: input.name,
        field: field.name,
        input: (id: string) => sampleObject(input, { [field.name]: id }),
      }));
  });
}

/** Every query of the API that takes one id. */
export function readsWithId(schema: GraphQLSchema): readonly { readonly query: string; readonly argument: string }[] {
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((query) => {
    const ids = query.args.filter(({ name, type }) => /^id$|Id$/u.test(name) && String(type).startsWith('ID'));
    const required = query.args.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
    const [only] = ids;
    return only !== undefined && required.every((argument) => argument === only)
      ? [{ query: query.name, argument: only.name }]
      : [];
  });
}
