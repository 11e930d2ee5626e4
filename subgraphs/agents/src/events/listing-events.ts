import type { DomainEvent } from '@aether/common/graph';
import type { DomainEventType } from '@aether/schema';
import type { CollaborationRequestRecord } from '../market/collaboration.ts';
import type { ListingRecord, RatingRecord } from '../market/listing.ts';
import type { Cause } from './cause.ts';
import { type EventFacts, told } from './told.ts';

function ofListing(
  cause: Cause,
  listing: ListingRecord,
  facts: Omit<EventFacts, 'subject' | 'audit'> & { readonly action: string; readonly after?: unknown },
): DomainEvent {
  const { type, data, action, after } = facts;
  return told(cause, {
    type,
    subject: listing.id,
    data: { listingId: listing.id, agentId: listing.agentId, ...data },
    audit: { action, objectType: 'Listing', before: null, after: after ?? null },
  });
}

function ofRequest(
  cause: Cause,
  request: CollaborationRequestRecord,
  type: DomainEventType,
  action: string,
): DomainEvent {
  const { id, agentId, requesterId, role, status } = request;
  return told(cause, {
    type,
    subject: id,
    data: { requestId: id, agentId, requesterId, role, status },
    audit: { action, objectType: 'CollaborationRequest', before: null, after: { agentId, requesterId, role, status } },
  });
}

/** What happened to listings and requests to work together. */
export const listingEvents = {
  /** Executions learns from it which runs are shown, and to whom. */
  listingPublished: (cause: Cause, listing: ListingRecord): DomainEvent => {
    const { versionId, visibility, audience, sampleExecutionIds } = listing;
    return ofListing(cause, listing, {
      type: 'aether.listing.published',
      action: 'listing.publish',
      data: { versionId, audience, sampleExecutionIds },
      after: { versionId, visibility, sampleExecutionIds },
    });
  },

  listingWithdrawn: (cause: Cause, listing: ListingRecord): DomainEvent =>
    ofListing(cause, listing, { type: 'aether.listing.withdrawn', action: 'listing.withdraw', data: {} }),

  listingCloned: (cause: Cause, listing: ListingRecord, cloneId: string): DomainEvent =>
    ofListing(cause, listing, {
      type: 'aether.listing.cloned',
      action: 'listing.clone',
      data: { versionId: listing.versionId, cloneId },
      after: { cloneId },
    }),

  listingRated: (cause: Cause, listing: ListingRecord, rating: Pick<RatingRecord, 'userId' | 'stars'>): DomainEvent =>
    ofListing(cause, listing, {
      type: 'aether.listing.rated',
      action: 'listing.rate',
      data: { stars: rating.stars, userId: rating.userId },
    }),

  ratingReplied: (cause: Cause, listing: ListingRecord, ratingId: string): DomainEvent =>
    ofListing(cause, listing, {
      type: 'aether.listing.rating-replied',
      action: 'listing.reply-to-rating',
      data: { ratingId },
    }),

  collaborationRequested: (cause: Cause, request: CollaborationRequestRecord): DomainEvent =>
    ofRequest(cause, request, 'aether.collaboration.requested', 'collaboration.request'),

  collaborationAnswered: (cause: Cause, request: CollaborationRequestRecord): DomainEvent =>
    ofRequest(cause, request, 'aether.collaboration.answered', 'collaboration.answer'),
} as const;
