import { graphql, type DocumentType } from '../../gql/index.ts';

export const DocumentRowFragment = graphql(`
  fragment DocumentRow on Document {
    id
    title
    mimeType
    bytes
    status
    progress
    pageCount
    passageCount
    url
    updatedAt
    error {
      code
      message
      stage
      retryable
      hint
    }
  }
`);

export const NotebookDocument = graphql(`
  query Notebook($id: ID!) {
    notebook(id: $id) {
      id
      slug
      name
      description
      visibility
      documentCount
      passageCount
      qualityScore
      owner {
        id
        name
      }
      embeddingModel {
        id
        slug
        builtIn
      }
      viewerActions {
        name
        allowed
        reason
      }
      documents(first: 100) {
        edges {
          node {
            id
            status
            ...DocumentRow
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  }
`);

export const DocumentsChangedDocument = graphql(`
  subscription DocumentsChanged($notebookId: ID!) {
    documentsChanged(notebookId: $notebookId) {
      id
      document {
        id
        status
        ...DocumentRow
      }
    }
  }
`);

export const CreateUploadDocument = graphql(`
  mutation CreateUpload($input: CreateUploadInput!) {
    createUpload(input: $input) {
      upload {
        id
        url
        headers
        expiresAt
      }
      existing {
        id
        title
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

export const AddDocumentDocument = graphql(`
  mutation AddDocument($input: AddDocumentInput!) {
    addDocument(input: $input) {
      document {
        id
        status
        ...DocumentRow
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

export const ReprocessDocument = graphql(`
  mutation ReprocessDocument($input: ReprocessDocumentInput!) {
    reprocessDocument(input: $input) {
      document {
        id
        status
        ...DocumentRow
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

export const DeleteDocumentDocument = graphql(`
  mutation DeleteDocument($input: DeleteDocumentInput!) {
    deleteDocument(input: $input) {
      deletedId
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

export const DeleteNotebookDocument = graphql(`
  mutation DeleteNotebook($input: DeleteNotebookInput!) {
    deleteNotebook(input: $input) {
      deletedId
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

export const SearchDocument = graphql(`
  query SearchKnowledge($input: SearchKnowledgeInput!) {
    searchKnowledge(input: $input) {
      mode
      durationMs
      partial
      hits {
        score
        vectorScore
        keywordScore
        highlights {
          start
          end
        }
        passage {
          id
          text
          headingPath
          page
          startOffset
          endOffset
          document {
            id
            title
            url
          }
        }
      }
    }
  }
`);

export type DocumentFacts = DocumentType<typeof DocumentRowFragment>;
export type Notebook = NonNullable<DocumentType<typeof NotebookDocument>['notebook']>;
export type SearchHit = DocumentType<typeof SearchDocument>['searchKnowledge']['hits'][number];
