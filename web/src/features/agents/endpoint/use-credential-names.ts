import { useQuery } from 'urql';
import { graphql } from '../../../gql/index.ts';
import { useViewer } from '../../shell/use-viewer.ts';

const CredentialNamesDocument = graphql(`
  query CredentialNames {
    credentials(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);

/** Names of the stored credentials that the viewer may use; undefined = not known, for example to who may not see them. */
export function useCredentialNames(wanted: boolean): readonly string[] | undefined {
  const { viewer } = useViewer();
  const maySee = viewer?.permissions.includes('credential:read') === true;
  const [{ data }] = useQuery({ query: CredentialNamesDocument, pause: !wanted || !maySee });
  if (data === undefined) return undefined;
  return [...new Set(data.credentials.edges.map(({ node }) => node.name))].toSorted();
}
