import { graphql, type DocumentType } from '../gql/index.ts';

/** One file with a fresh link, and what other versions there are. */
export const ArtifactDocument = graphql(`
  query Artifact($id: ID!) {
    artifact(id: $id) {
      id
      name
      kind
      mimeType
      bytes
      sha256
      version
      url
      createdAt
      execution {
        id
      }
      versions {
        id
        version
        createdAt
        bytes
      }
    }
  }
`);

export type OpenArtifact = NonNullable<DocumentType<typeof ArtifactDocument>['artifact']>;
