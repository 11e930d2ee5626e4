import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { TestingContext } from '../../context.ts';
import { planPromotion } from '../../plan-promotion.ts';
import { PromotionPreview } from '../../types/promotion-preview.ts';

@Resolver()
export class PromotionPreviewResolver {
  @Permission('comparison:read')
  @Query(() => PromotionPreview, {
    description: 'What `promoteVariant` would change in the draft of the agent. Nothing is written.',
  })
  promotionPreview(
    @Arg('comparisonId', () => ID) comparisonId: string,
    @Arg('variantId', () => ID) variantId: string,
    @Ctx() context: TestingContext,
  ): Promise<PromotionPreview> {
    return planPromotion(context, { comparisonId, variantId, fallbackVariantIds: null });
  }
}
