import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { blockingItems } from '../../market/clone-plan.ts';
import type { AgentsContext } from '../../context.ts';
import { ClonePreview } from '../../types/clone-preview.ts';
import { planClone } from '../../writes/plan-clone.ts';

@Resolver()
export class ClonePreviewResolver {
  @Permission('agent:read')
  @Query(() => ClonePreview, {
    description: 'What a clone of the listing would need, and what of it the viewer may use. Nothing is written.',
    nullable: true,
  })
  async clonePreview(
    @Arg('listingId', () => ID) listingId: string,
    @Ctx() context: AgentsContext,
  ): Promise<ClonePreview | null> {
    const plan = await planClone(context, listingId);
    if (plan === null) return null;
    const { listing, items } = plan;
    return { listing, items, blocking: blockingItems(items).length };
  }
}
