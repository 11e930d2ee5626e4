import type { GeneratedPart } from '@aether/common/service';
import { graphLinks } from './graph-links.ts';
import { GRAPH_TYPES } from './graph-types.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';
/** Types that the written part defines; the library needs to know that they are there. */
const WRITTEN = ['Agent', 'User', 'Tool', 'Notebook', 'Model', 'SuccessPattern'];

/**
 * Generates the `Graph…` part of the schema. The library is loaded here, when the part is first asked for: it takes a second or two, which
 * no start has to wait for. It never resolves an entity: `_entities` is ours, so neither its one session for each reference nor its
 * reading of references as filters (reference/federation.md §4.2) is reachable.
 */
export async function loadGraphPart(): Promise<GeneratedPart> {
  const { Neo4jGraphQL } = await import('@neo4j/graphql');
  const stubs = WRITTEN.map((name) => `type ${name} @key(fields: "id", resolvable: false) { id: ID! }`);
  const schema = await new Neo4jGraphQL({
    typeDefs: [LINK, ...stubs, GRAPH_TYPES].join('\n'),
    resolvers: graphLinks,
    features: {
      // The viewer comes with the context, verified: no token is ever decoded here.
      authorization: {
        key: () => {
          throw new Error('The graph is asked with a verified viewer, never with a token.');
        },
      },
      // The size of every list is asked for, so that the gateway can measure a query before it runs.
      limitRequired: true,
      excludeDeprecatedFields: {
        mutationOperations: true,
        aggregationFilters: true,
        aggregationFiltersOutsideConnection: true,
        relationshipFilters: true,
        attributeFilters: true,
      },
    },
  }).getSubgraphSchema();
  return { schema, written: WRITTEN, permission: 'graph:read' };
}
