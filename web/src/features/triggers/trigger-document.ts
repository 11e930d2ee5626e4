import { graphql, type DocumentType } from '../../gql/index.ts';

export const TriggerFragment = graphql(`
  fragment TriggerFacts on Trigger {
    id
    name
    revision
    enabled
    url
    authentication
    filter
    mapping
    deduplicationKey
    ratePerMinute
    onFailure
    failureLimit
    status
    lastError
    lastDeliveryAt
    createdAt
    createdBy {
      id
      name
    }
    viewerActions {
      name
      allowed
      reason
    }
  }
`);

export const TriggersDocument = graphql(`
  query Triggers($filter: TriggerFilter) {
    triggers(filter: $filter, first: 50) {
      edges {
        node {
          ...TriggerFacts
        }
      }
    }
  }
`);

export const CreateTriggerDocument = graphql(`
  mutation CreateTrigger($input: CreateTriggerInput!) {
    createTrigger(input: $input) {
      trigger {
        ...TriggerFacts
      }
      secret
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

export const UpdateTriggerDocument = graphql(`
  mutation UpdateTrigger($input: UpdateTriggerInput!) {
    updateTrigger(input: $input) {
      trigger {
        ...TriggerFacts
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

export const SetTriggerEnabledDocument = graphql(`
  mutation SetTriggerEnabled($input: SetTriggerEnabledInput!) {
    setTriggerEnabled(input: $input) {
      trigger {
        ...TriggerFacts
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

export const RotateTriggerSecretDocument = graphql(`
  mutation RotateTriggerSecret($input: RotateTriggerSecretInput!) {
    rotateTriggerSecret(input: $input) {
      trigger {
        ...TriggerFacts
      }
      secret
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

export const DeleteTriggerDocument = graphql(`
  mutation DeleteTrigger($input: DeleteTriggerInput!) {
    deleteTrigger(input: $input) {
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

export type TriggerFacts = DocumentType<typeof TriggerFragment>;
