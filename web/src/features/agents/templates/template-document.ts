import { graphql, type DocumentType } from '../../../gql/index.ts';

export const TemplateGalleryDocument = graphql(`
  query TemplateGallery {
    agentTemplates {
      id
      slug
      name
      description
      useCase
      kind
      needsLanguageModel
      example {
        input
        answer
      }
      spec
      requirements {
        kind
        slug
        name
        satisfied
        reason
      }
    }
  }
`);

export type Template = DocumentType<typeof TemplateGalleryDocument>['agentTemplates'][number];
