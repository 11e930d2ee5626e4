import { graphql, type DocumentType } from '../../gql/index.ts';

export const ListingCardFragment = graphql(`
  fragment ListingCard on Listing {
    id
    summary
    averageStars
    ratingCount
    cloneCount
    updatedAt
    department {
      id
      name
    }
    version {
      id
      number
    }
    requirements {
      kind
      slug
      name
      satisfied
      reason
    }
    agent {
      id
      name
      kind
      type
      owner {
        id
        name
      }
      successRate
      runCount
      medianCost
      medianDurationMs
      statisticsDays
    }
  }
`);

export const MarketDocument = graphql(`
  query Market($filter: ListingFilter, $sort: ListingSort, $after: String) {
    listings(filter: $filter, sort: $sort, first: 20, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      facets {
        name
        values {
          value
          label
          count
        }
      }
      edges {
        node {
          id
          ...ListingCard
        }
      }
    }
  }
`);

export const ListingDocument = graphql(`
  query Listing($id: ID!) {
    listing(id: $id) {
      id
      ...ListingCard
      viewerActions {
        name
        allowed
        reason
      }
      viewerRating {
        id
        stars
        text
      }
      sampleExecutions {
        id
        status
        createdAt
        input
        output
        chain {
          totalDurationMs
          summary {
            totalCost
            unpriced
          }
        }
      }
      ratings(first: 50) {
        edges {
          node {
            id
            stars
            text
            reply
            updatedAt
            user {
              id
              name
            }
          }
        }
      }
      agent {
        id
        viewerActions {
          name
          allowed
          reason
        }
      }
    }
  }
`);

export const ClonePreviewDocument = graphql(`
  query ClonePreview($listingId: ID!) {
    clonePreview(listingId: $listingId) {
      blocking
      estimatedMonthlyCost
      items {
        key
        kind
        name
        outcome
        reason
        options {
          id
          name
        }
      }
    }
  }
`);

export const CloneDocument = graphql(`
  mutation Clone($input: CloneAgentInput!) {
    cloneAgent(input: $input) {
      agent {
        id
        slug
        name
        origin {
          id
          number
        }
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

export const RateDocument = graphql(`
  mutation RateListing($input: RateListingInput!) {
    rateListing(input: $input) {
      listing {
        id
        averageStars
        ratingCount
        viewerRating {
          id
          stars
          text
        }
        ratings(first: 50) {
          edges {
            node {
              id
              stars
              text
              reply
              updatedAt
              user {
                id
                name
              }
            }
          }
        }
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

export const ReplyDocument = graphql(`
  mutation ReplyToRating($input: ReplyToRatingInput!) {
    replyToRating(input: $input) {
      rating {
        id
        reply
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

export type Facet = DocumentType<typeof MarketDocument>['listings']['facets'][number];
export type ListingCard = DocumentType<typeof ListingCardFragment>;
export type ListingDetail = NonNullable<DocumentType<typeof ListingDocument>['listing']>;
export type CloneItem = NonNullable<DocumentType<typeof ClonePreviewDocument>['clonePreview']>['items'][number];
