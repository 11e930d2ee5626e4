import { graphql, type DocumentType } from '../../gql/index.ts';

export const DeliveryFragment = graphql(`
  fragment DeliveryRow on Delivery {
    id
    status
    receivedAt
    ipAddress
    headers
    input
    stages {
      name
      passed
      reason
      at
    }
    body {
      text
      bytes
      mimeType
      truncated
    }
    execution {
      id
      status
    }
    replayOf {
      id
    }
  }
`);

export const DeliveriesDocument = graphql(`
  query Deliveries($id: ID!, $first: Int!) {
    trigger(id: $id) {
      id
      enabled
      status
      lastError
      lastDeliveryAt
      deliveries(first: $first) {
        edges {
          node {
            id
            ...DeliveryRow
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  }
`);

export const DeliveriesChangedDocument = graphql(`
  subscription DeliveriesChanged($triggerId: ID!) {
    deliveriesChanged(triggerId: $triggerId) {
      change
      id
      delivery {
        ...DeliveryRow
      }
    }
  }
`);

export const ReplayDeliveryDocument = graphql(`
  mutation ReplayDelivery($input: ReplayDeliveryInput!) {
    replayDelivery(input: $input) {
      delivery {
        ...DeliveryRow
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

export const SendTestEventDocument = graphql(`
  mutation SendTestEvent($input: SendTestEventInput!) {
    sendTestEvent(input: $input) {
      delivery {
        ...DeliveryRow
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

export const PreviewMappingDocument = graphql(`
  query PreviewMapping($triggerId: ID!, $deliveryId: ID!, $mapping: JSON!, $filter: String) {
    previewMapping(triggerId: $triggerId, deliveryId: $deliveryId, mapping: $mapping, filter: $filter) {
      wouldRun
      reason
      input
      issues {
        field
        message
      }
    }
  }
`);

export type DeliveryRow = DocumentType<typeof DeliveryFragment>;
