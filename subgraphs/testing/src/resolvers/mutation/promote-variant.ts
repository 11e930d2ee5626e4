import { Permission, requireViewer, type UserError } from '@aether/common/service';
import { isErrorCode } from '@aether/schema';
import { PromoteToDraftDocument } from '@aether/schema/internal/agents';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { requireAgentToChange } from '../../agent-access.ts';
import { callOf, type TestingContext } from '../../context.ts';
import { StaleDraftError } from '../../errors.ts';
import { events } from '../../events.ts';
import { mendableError } from '../../mendable-error.ts';
import { planPromotion } from '../../plan-promotion.ts';
import { PromoteVariantInput } from '../../types/comparison-inputs.ts';
import { PromoteVariantPayload } from '../../types/comparison-payloads.ts';

@Resolver()
export class PromoteVariantResolver {
  @Permission('agent:update')
  @Mutation(() => PromoteVariantPayload, { description: "Writes the variant into the agent's draft." })
  async promoteVariant(
    @Arg('input', () => PromoteVariantInput) input: PromoteVariantInput,
    @Ctx() context: TestingContext,
  ): Promise<PromoteVariantPayload> {
    try {
      return await promote(input, context);
    } catch (error) {
      return { agent: null, draftRevision: null, userErrors: [mendableError(error)] };
    }
  }
}

async function promote(
  { expectedRevision, fallbackVariantIds, ...request }: PromoteVariantInput,
  context: TestingContext,
): Promise<PromoteVariantPayload> {
  const plan = await planPromotion(context, { ...request, fallbackVariantIds: fallbackVariantIds ?? null });
  const { agentId } = plan.comparison;
  await requireAgentToChange(context, agentId);
  if (plan.baseRevision !== expectedRevision) throw new StaleDraftError(expectedRevision, plan.baseRevision);
  const agent = { id: agentId };
  if (plan.operations.length === 0) return { agent, draftRevision: plan.baseRevision, userErrors: [] };
  // Agents compares the revision again, in its transaction.
  const { updateAgentDraft: answer } = await context.parts.operations.call(
    PromoteToDraftDocument,
    { input: { agentId, expectedRevision, operations: [...plan.operations] } },
    callOf(context),
  );
  if (answer.conflict != null) throw new StaleDraftError(expectedRevision, answer.conflict.currentRevision);
  if (answer.draft == null) return { agent: null, draftRevision: null, userErrors: answer.userErrors.map(toUserError) };
  await tell(context, plan, answer.draft.revision);
  return { agent, draftRevision: answer.draft.revision, userErrors: [] };
}

async function tell(
  context: TestingContext,
  { comparison, variant }: Awaited<ReturnType<typeof planPromotion>>,
  revision: number,
): Promise<void> {
  const { database, outbox } = context.parts;
  const viewer = requireViewer(context);
  const cause = { viewer, requestId: context.requestId };
  await database
    .tenant(viewer.tenantId)
    .transaction((transaction) =>
      outbox.append(transaction, [events.variantPromoted(cause, comparison, { variantId: variant.id, revision })]),
    );
  outbox.ring();
}

function toUserError(error: {
  readonly path?: readonly string[] | null;
  readonly code: string;
  readonly message: string;
  readonly hint?: string | null;
}): UserError {
  const code = isErrorCode(error.code) ? error.code : 'INVALID_SPEC';
  return { path: error.path ?? null, code, message: error.message, hint: error.hint ?? null };
}
