import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLFieldResolver, type GraphQLSchema, isInterfaceType, isObjectType, parse } from 'graphql';
import { type BuildSchemaOptions, buildSchema, createResolversMap } from 'type-graphql';
import { enforcePermission } from './enforce-permission.ts';
import { type GeneratedPart, generatedResolvers, withGenerated } from './generated-part.ts';
import { PERMISSION_EXTENSION, type PermissionRule } from './permission.ts';
import type { RequestContext } from './request-context.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@tag"])';

/** Resolves an entity that another subgraph names by its key. Null = unknown or not visible. */
export type ReferenceResolver<Context extends RequestContext> = (
  reference: { readonly id: string },
  context: Context,
) => Promise<object | null>;

export interface SubgraphOptions<Context extends RequestContext> {
  readonly name: string;
  readonly resolvers: BuildSchemaOptions['resolvers'];
  /** Types that no root field reaches, such as extensions of foreign entities. */
  readonly orphanedTypes?: BuildSchemaOptions['orphanedTypes'];
  readonly references?: Readonly<Record<string, ReferenceResolver<Context>>>;
  readonly generated?: GeneratedPart;
}

/** type-graphql refuses a schema with subscriptions and no pub/sub; ours bring their own `subscribe`. */
const noPubSub = {
  publish(topic: string): never {
    throw new Error(`Nothing publishes to "${topic}": give the subscription a subscribe function.`);
  },
  subscribe(topic: string): never {
    throw new Error(`Nothing publishes to "${topic}": give the subscription a subscribe function.`);
  },
};

/** A subgraph without a root query still needs the type; an empty one is left out of the printed SDL. */
const ROOT_TYPES = ['Query', 'Mutation', 'Subscription'] as const;

function guard(
  rule: PermissionRule,
  resolve: GraphQLFieldResolver<unknown, RequestContext>,
): GraphQLFieldResolver<unknown, RequestContext> {
  return (source, args, context, info) => {
    enforcePermission(rule, context);
    return resolve(source, args, context, info);
  };
}

function ruleOf(
  subgraph: string,
  type: string,
  field: string,
  extensions: Readonly<Record<string, unknown>>,
): PermissionRule {
  const rule = extensions[PERMISSION_EXTENSION];
  if (typeof rule === 'string') return rule as PermissionRule;
  throw new Error(`${subgraph}: ${type}.${field} declares no permission. Put @Permission(…) on its method.`);
}

/**
 * Builds a federation 2 subgraph from type-graphql classes: prints the classes with their directives, rebuilds with
 * `@apollo/subgraph`, and puts the declared permission before every root field.
 * The detour is needed because type-graphql's own AST nodes carry no fields (reference/federation.md §3.2).
 * @throws Error when a root field declares no permission
 */
export async function buildSubgraph<Context extends RequestContext>(
  options: SubgraphOptions<Context>,
): Promise<GraphQLSchema> {
  const source = await buildSchema({
    resolvers: options.resolvers,
    ...(options.orphanedTypes === undefined ? {} : { orphanedTypes: options.orphanedTypes }),
    skipCheck: true,
    validate: false,
    pubSub: noPubSub,
  });
  const resolvers = createResolversMap(source) as Record<string, Record<string, unknown>>;
  for (const root of ROOT_TYPES) {
    const type = source.getType(root);
    if (!isObjectType(type)) continue;
    for (const [field, definition] of Object.entries(type.getFields())) {
      const rule = ruleOf(options.name, root, field, definition.extensions);
      const fields = (resolvers[root] ??= {});
      fields[field] =
        root === 'Subscription'
          ? {
              resolve: definition.resolve,
              subscribe: guard(rule, definition.subscribe as GraphQLFieldResolver<unknown, RequestContext>),
            }
          : guard(rule, definition.resolve as GraphQLFieldResolver<unknown, RequestContext>);
    }
  }
  for (const [type, resolve] of Object.entries(options.references ?? {})) {
    resolvers[type] = {
      ...resolvers[type],
      // Async on purpose: a synchronous throw in one reference fails the whole `_entities` batch.
      __resolveReference: async (reference: { readonly id: string }, context: Context) => resolve(reference, context),
    };
  }
  const written = parse(`${LINK}\n${printSchemaWithDirectives(source)}`);
  const { generated } = options;
  if (generated !== undefined) addGenerated(resolvers, generated);
  const schema = buildSubgraphSchema({
    typeDefs: generated === undefined ? written : withGenerated(written, generated),
    resolvers: resolvers as never,
  });
  copyExtensions(source, schema);
  if (generated !== undefined) declareGenerated(schema, generated);
  return schema;
}

/** What is generated passes the same guard as what is written. */
function addGenerated(resolvers: Record<string, Record<string, unknown>>, generated: GeneratedPart): void {
  for (const [type, fields] of Object.entries(generatedResolvers(generated))) {
    const guarded = Object.entries(fields).map(([field, resolve]) => [
      field,
      type === 'Query'
        ? guard(generated.permission, resolve as GraphQLFieldResolver<unknown, RequestContext>)
        : resolve,
    ]);
    resolvers[type] = { ...resolvers[type], ...Object.fromEntries(guarded) };
  }
}

function declareGenerated(schema: GraphQLSchema, generated: GeneratedPart): void {
  const fields = schema.getQueryType()?.getFields() ?? {};
  for (const name of Object.keys(generatedResolvers(generated)['Query'] ?? {})) {
    const field = fields[name];
    if (field !== undefined) field.extensions = { ...field.extensions, [PERMISSION_EXTENSION]: generated.permission };
  }
}

/** The rebuilt schema has lost what type-graphql stored beside types and fields, permissions among it. */
function copyExtensions(from: GraphQLSchema, to: GraphQLSchema): void {
  for (const [name, type] of Object.entries(from.getTypeMap())) {
    const target = to.getType(name);
    if (
      name.startsWith('__') ||
      !(isObjectType(type) || isInterfaceType(type)) ||
      !(isObjectType(target) || isInterfaceType(target))
    )
      continue;
    for (const [field, definition] of Object.entries(type.getFields())) {
      const copy = target.getFields()[field];
      if (copy !== undefined) copy.extensions = { ...definition.extensions, ...copy.extensions };
    }
  }
}
