import { tenantStatement } from '@aether/common/graph';
import type { ListingRecord, RatingRecord } from '../market/listing.ts';
import { LISTING } from './listed.ts';
import type { ListingChange } from './listing-changes.ts';
import { listingRow, ratingRow } from './listing-rows.ts';

const OWN = tenantStatement(
  'agents.rating-of-a-person',
  'MATCH (rating:Rating {tenantId: $tenantId, listingId: $listingId, userId: $userId}) RETURN rating {.*} AS rating',
);
const SAVE = tenantStatement(
  'agents.save-rating',
  `MERGE (rating:Rating {tenantId: $tenantId, listingId: $listingId, userId: $userId})
   ON CREATE SET rating.id = $id, rating.createdAt = $at
   SET rating.stars = $stars, rating.text = $text, rating.updatedAt = $at
   RETURN rating {.*} AS rating`,
);
const SUM = tenantStatement(
  'agents.sum-ratings',
  `MATCH (listing:Listing {tenantId: $tenantId, id: $listingId})
   SET listing.ratingSum = listing.ratingSum + $stars, listing.ratingCount = listing.ratingCount + $people
   RETURN ${LISTING}`,
);
const REPLY = tenantStatement(
  'agents.reply-to-rating',
  `MATCH (rating:Rating {tenantId: $tenantId, id: $id, listingId: $listingId})
   SET rating.reply = $reply, rating.repliedAt = $at
   RETURN rating {.*} AS rating`,
);

/** Writes the one rating of a person, and keeps the sums of the locked listing in step with it. */
export async function saveRating(
  { transaction, listing, at }: ListingChange,
  rating: Pick<RatingRecord, 'id' | 'userId' | 'stars' | 'text'>,
): Promise<ListingRecord> {
  const key = { listingId: listing.id, userId: rating.userId };
  const [before] = await transaction.run(OWN, key, ratingRow);
  await transaction.run(SAVE, { ...rating, ...key, at }, ratingRow);
  const change = { stars: rating.stars - (before?.rating.stars ?? 0), people: before === undefined ? 1 : 0 };
  const [row] = await transaction.run(SUM, { listingId: listing.id, ...change }, listingRow);
  if (row === undefined) throw new Error(`The listing ${listing.id} vanished inside its own transaction.`);
  return row.listing;
}

/** Null = the listing has no such rating. */
export async function saveReply(
  { transaction, listing, at }: ListingChange,
  { id, reply }: { readonly id: string; readonly reply: string },
): Promise<RatingRecord | null> {
  const [row] = await transaction.run(REPLY, { id, listingId: listing.id, reply, at }, ratingRow);
  return row?.rating ?? null;
}
