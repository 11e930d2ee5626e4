import { readFile } from 'node:fs/promises';
import { SERVICES } from '@aether/schema';
import type { SubgraphName } from '@aether/schema';
import { printSubgraphSchema } from '@apollo/subgraph';
import { isSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { sortDefinitions } from './sort-definitions.ts';
import { schemaFile } from './schema-file.ts';

export interface EmittedSubgraph {
  name: SubgraphName;
  sdl: string;
  /** Null while the package does not build a schema yet; then `sdl` is the agreed file. */
  schema: GraphQLSchema | null;
}

/** The SDL of a subgraph as its package builds it, without a database: `create<Name>Schema()` of its entry. */
export async function emitSubgraph(name: SubgraphName): Promise<EmittedSubgraph> {
  const schema = await buildSchemaOf(name);
  if (schema === null) return { name, schema, sdl: await readFile(schemaFile(`subgraphs/${name}.graphql`), 'utf8') };
  return { name, schema, sdl: sortDefinitions(printSubgraphSchema(schema)) };
}

async function buildSchemaOf(name: SubgraphName): Promise<GraphQLSchema | null> {
  const builderName = `create${name.charAt(0).toUpperCase()}${name.slice(1)}Schema`;
  const entry = await importEntry(SERVICES[name].packageName);
  const build = entry?.[builderName];
  if (typeof build !== 'function') {
    console.log(`  ${name}: ${SERVICES[name].packageName} has no ${builderName} yet, taking the agreed SDL`);
    return null;
  }
  const schema: unknown = await build();
  if (!isSchema(schema))
    throw new TypeError(`${builderName} of ${SERVICES[name].packageName} did not answer a schema.`);
  return schema;
}

async function importEntry(packageName: string): Promise<Record<string, unknown> | null> {
  try {
    return await import(packageName);
  } catch (error) {
    // Only a missing entry means "not yet"; a defect inside of the package must be seen.
    if (
      error instanceof Error &&
      'code' in error &&
      error.code === 'ERR_MODULE_NOT_FOUND' &&
      error.message.includes('src/index.ts')
    )
      return null;
    throw error;
  }
}
