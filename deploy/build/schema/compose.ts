import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { lexicographicSortSchema, parse, printSchema } from 'graphql';
import type { SubgraphName } from '@aether/schema';

export interface Composition {
  supergraph: string;
  /** What clients see: without `@inaccessible` parts and federation's own. */
  api: string;
}

/** Composes subgraphs into one graph. Throws with every composition error and hint: both mean that subgraphs disagree. */
export function compose(subgraphs: readonly { name: SubgraphName; sdl: string }[]): Composition {
  const result = composeServices(
    subgraphs.map(({ name, sdl }) => ({ name, url: `http://${name}/graphql`, typeDefs: parse(sdl) })),
  );
  const problems = [
    ...(result.errors ?? []).map((error) => error.message),
    ...(result.hints ?? []).map((hint) => `${hint.definition.code}: ${hint.message}`),
  ];
  if (result.supergraphSdl === undefined || problems.length > 0) {
    throw new Error(`The subgraphs do not compose:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
  const api = Supergraph.build(result.supergraphSdl).apiSchema().toGraphQLJSSchema();
  return { supergraph: `${result.supergraphSdl.trimEnd()}\n`, api: `${printSchema(lexicographicSortSchema(api))}\n` };
}
