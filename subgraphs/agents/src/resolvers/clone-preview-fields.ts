import { NanoUsd } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type AgentsContext, lookUpCallOf } from '../context.ts';
import { ClonePreview } from '../types/clone-preview.ts';

@Resolver(() => ClonePreview)
export class ClonePreviewFields {
  @FieldResolver(() => NanoUsd, {
    nullable: true,
    description:
      "What the agent's runs of the last 30 days cost together: as much as a clone costs that is used as often. Null = no run has a known cost.",
  })
  estimatedMonthlyCost(@Root() { listing }: ClonePreview, @Ctx() context: AgentsContext): Promise<number | null> {
    return context.parts.monthlyCosts.of(listing.agentId, lookUpCallOf(context));
  }
}
