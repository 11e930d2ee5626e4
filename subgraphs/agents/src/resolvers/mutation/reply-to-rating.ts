import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { RatingPayload } from '../../types/rating-payload.ts';
import { ReplyToRatingInput } from '../../types/reply-to-rating-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { replyToRating } from '../../writes/rate-listing.ts';

@Resolver()
export class ReplyToRatingResolver {
  @Permission('agent:publish')
  @Mutation(() => RatingPayload)
  async replyToRating(
    @Arg('input', () => ReplyToRatingInput) { ratingId, text }: ReplyToRatingInput,
    @Ctx() context: AgentsContext,
  ): Promise<RatingPayload> {
    try {
      return { rating: await replyToRating(context, { ratingId, text }), userErrors: [] };
    } catch (error) {
      return { rating: null, userErrors: [mendableError(error)] };
    }
  }
}
