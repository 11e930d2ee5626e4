import { printSubgraphSchema } from '@apollo/subgraph';
import {
  type DefinitionNode,
  type DocumentNode,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql';
import type { PermissionRule } from './permission.ts';

/** A part of a subgraph that a library generated as a schema of its own. */
export interface GeneratedPart {
  readonly schema: GraphQLSchema;
  /** Types that the written part defines; the generated schema only had to know that they are there. */
  readonly written: readonly string[];
  /** What each of its root fields needs. */
  readonly permission: PermissionRule;
}

const FEDERATION_FIELDS: readonly string[] = ['_entities', '_service'];

const nameOf = (definition: DefinitionNode): string =>
  'name' in definition && definition.name !== undefined ? definition.name.value : '';
const isQuery = (definition: DefinitionNode): definition is ObjectTypeDefinitionNode =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Query';

/** The written document with the generated types in it, and the generated root fields in its `Query`. */
export function withGenerated(written: DocumentNode, generated: GeneratedPart): DocumentNode {
  const added = parse(printSubgraphSchema(generated.schema)).definitions;
  const fields = added.flatMap((definition) => (isQuery(definition) ? (definition.fields ?? []) : []));
  const types = added.filter(
    (definition) =>
      nameOf(definition) !== '' && !isQuery(definition) && !generated.written.includes(nameOf(definition)),
  );
  const own = written.definitions.map((definition) =>
    isQuery(definition) ? { ...definition, fields: [...(definition.fields ?? []), ...fields] } : definition,
  );
  return { ...written, definitions: [...own, ...types] };
}

/** The generated resolvers, by type and field. */
export function generatedResolvers({
  schema,
  written,
}: GeneratedPart): Readonly<Record<string, Readonly<Record<string, GraphQLFieldResolver<unknown, never>>>>> {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return Object.fromEntries(
    types
      .filter(({ name }) => !name.startsWith('_') && !written.includes(name))
      .map((type) => [
        type.name,
        Object.fromEntries(
          Object.values(type.getFields()).flatMap(({ name, resolve }) =>
            resolve === undefined || FEDERATION_FIELDS.includes(name) ? [] : [[name, resolve]],
          ),
        ),
      ]),
  );
}
