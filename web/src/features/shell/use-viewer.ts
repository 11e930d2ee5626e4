import { useQuery } from 'urql';
import { graphql, type DocumentType } from '../../gql/index.ts';

const ViewerDocument = graphql(`
  query Viewer {
    viewer {
      user {
        id
        name
        email
        namedInEvidence
        role {
          key
          name
        }
        department {
          id
          name
        }
      }
      tenant {
        id
        name
        slug
      }
      permissions
      expiresAt
    }
  }
`);

export type Viewer = NonNullable<DocumentType<typeof ViewerDocument>['viewer']>;

/** Who is signed in; null = nobody. */
export function useViewer() {
  const [{ data, error, fetching }, refetch] = useQuery({ query: ViewerDocument });
  return { viewer: data?.viewer, error, fetching, refetch };
}
