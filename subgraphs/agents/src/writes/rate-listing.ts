import { NotFoundError, ValidationError, requireViewer, checkedText } from '@aether/common/service';
import { actorOf } from '../agent/agent.ts';
import { verdictOf } from '../agent/agent-actions.ts';
import { type AgentsContext, causeOf } from '../context.ts';
import { saveRating, saveReply } from '../db/ratings.ts';
import { ActionRefusedError } from '../errors.ts';
import { RatingNeedsUseError } from '../market/errors.ts';
import { events } from '../events/events.ts';
import { ratingRefusal } from '../market/listing-actions.ts';
import { type ListingRecord, RUNS_FOR_RATING, type RatingRecord } from '../market/listing.ts';
import { loadRating } from '../market/market-loaders.ts';

const MAXIMUM_TEXT = 2_000;

/**
 * The viewer's one rating of a listing, new or changed.
 * @throws RatingNeedsUseError before three runs of one's own have finished; ActionRefusedError for one's own agent
 */
export async function rateListing(
  context: AgentsContext,
  rating: { readonly listingId: string; readonly stars: number; readonly text: string | null },
): Promise<ListingRecord> {
  const { listingId, stars } = rating;
  const { parts } = context;
  const viewer = requireViewer(context);
  const userId = actorOf(viewer);
  const text = checkedText('text', rating.text ?? '', { minimum: 0, maximum: MAXIMUM_TEXT }) || null;
  return parts.listingChanges.change(causeOf(context), listingId, async (change) => {
    const { agent, listing, cause } = change;
    const refusal = ratingRefusal(viewer, agent);
    if (refusal !== null) throw new ActionRefusedError('rateListing', refusal);
    if (stars < 1 || stars > 5) throw new ValidationError(['stars'], 'an integer from 1 to 5', String(stars));
    const finished = (await parts.uses.finishedBy(viewer.tenantId, userId, [agent.id])).get(agent.id) ?? 0;
    if (finished < RUNS_FOR_RATING) throw new RatingNeedsUseError(finished, RUNS_FOR_RATING);
    change.tell(events.listingRated(cause, listing, { userId, stars }));
    return saveRating(change, { id: parts.ids('rtg'), userId, stars, text });
  });
}

/**
 * What the owner answers to a rating; again replaces the earlier answer.
 * @throws NotFoundError when the viewer sees no such rating; ActionRefusedError for others than owner and maintainers
 */
export async function replyToRating(
  context: AgentsContext,
  reply: { readonly ratingId: string; readonly text: string },
): Promise<RatingRecord> {
  const { ratingId } = reply;
  const rating = await loadRating(context, ratingId);
  if (rating === null) throw new NotFoundError('rating', ratingId);
  const text = checkedText('text', reply.text, { minimum: 1, maximum: MAXIMUM_TEXT });
  return context.parts.listingChanges.change(causeOf(context), rating.listingId, async (change) => {
    const { agent, listing, cause } = change;
    const { reason } = verdictOf('publishListing', cause.viewer, agent);
    if (reason !== null) throw new ActionRefusedError('replyToRating', reason);
    const replied = await saveReply(change, { id: ratingId, reply: text });
    if (replied === null) throw new NotFoundError('rating', ratingId);
    change.tell(events.ratingReplied(cause, listing, ratingId));
    return replied;
  });
}
