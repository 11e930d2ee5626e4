import { useQuery } from 'urql';
import { graphql, type DocumentType } from '../../gql/index.ts';

const CatalogDocument = graphql(`
  query Catalog {
    models(filter: { capabilities: [CHAT], enabled: true }, first: 100) {
      edges {
        node {
          id
          slug
          name
          builtIn
          status
          unpriced
          inputPricePerMillion
          outputPricePerMillion
        }
      }
    }
    notebooks(first: 100) {
      edges {
        node {
          id
          slug
          name
          documentCount
          passageCount
        }
      }
    }
    tools(approved: true, first: 100) {
      edges {
        node {
          id
          slug
          title
          description
        }
      }
    }
    agents(filter: { status: PUBLISHED }, first: 100) {
      edges {
        node {
          id
          slug
          name
          description
        }
      }
    }
  }
`);

type Data = DocumentType<typeof CatalogDocument>;
export type CatalogModel = Data['models']['edges'][number]['node'];
export type CatalogNotebook = Data['notebooks']['edges'][number]['node'];
type ApprovedTool = Data['tools']['edges'][number]['node'];
type PublishedAgent = Data['agents']['edges'][number]['node'];
/** A tool, or an agent that may be called like one. */
export type CatalogTool = Pick<ApprovedTool, 'id' | 'slug' | 'title' | 'description'>;

/** What an agent can be built from. */
export function useCatalog() {
  const [{ data, error }, refetch] = useQuery({ query: CatalogDocument, requestPolicy: 'cache-and-network' });
  return {
    models: data?.models.edges.map(({ node }) => node),
    notebooks: data?.notebooks.edges.map(({ node }) => node),
    tools: data && [...data.tools.edges.map(({ node }) => node), ...data.agents.edges.map(({ node }) => asTool(node))],
    error,
    retry: () => refetch({ requestPolicy: 'network-only' }),
  };
}

function asTool({ id, slug, name, description }: PublishedAgent): CatalogTool {
  return { id, slug: `agent/${slug}`, title: name, description };
}
