import { graphql } from '../../gql/index.ts';

export const NotebooksDocument = graphql(`
  query Notebooks($filter: NotebookFilter) {
    notebooks(filter: $filter, first: 100) {
      edges {
        node {
          id
          slug
          name
          description
          visibility
          documentCount
          passageCount
          updatedAt
          owner {
            id
            name
          }
        }
      }
    }
  }
`);

export const CreateNotebookDocument = graphql(`
  mutation CreateNotebook($input: CreateNotebookInput!) {
    createNotebook(input: $input) {
      notebook {
        id
        slug
        name
      }
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);
