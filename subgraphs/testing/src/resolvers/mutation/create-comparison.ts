import { claimIdempotencyKey, hashInput } from '@aether/common/graph';
import { Permission, requireViewer, checkedText } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../actor-of.ts';
import { requireAgentToChange } from '../../agent-access.ts';
import type { ComparisonRecord } from '../../comparison.ts';
import { checkBudget, checkMockable } from '../../comparison-input.ts';
import type { TestingContext } from '../../context.ts';
import { events } from '../../events.ts';
import { mendableError } from '../../mendable-error.ts';
import { newCells } from '../../new-cells.ts';
import { prepareComparison } from '../../prepare-comparison.ts';
import { ComparisonPayload } from '../../types/comparison-payloads.ts';
import { CreateComparisonInput } from '../../types/create-comparison-input.ts';

@Resolver()
export class CreateComparisonResolver {
  @Permission('comparison:run')
  @Mutation(() => ComparisonPayload)
  async createComparison(
    @Arg('input', () => CreateComparisonInput) input: CreateComparisonInput,
    @Ctx() context: TestingContext,
  ): Promise<ComparisonPayload> {
    try {
      return { comparison: await create(input, context), userErrors: [] };
    } catch (error) {
      return { comparison: null, userErrors: [mendableError(error)] };
    }
  }
}

async function create(input: CreateComparisonInput, context: TestingContext): Promise<ComparisonRecord> {
  const { comparisons, database, outbox, clock, ids } = context.parts;
  const viewer = requireViewer(context);
  const { agentId, draftRevision, name, budget, blind, mockTools, idempotencyKey, ...rest } = input;
  checkBudget(budget);
  await requireAgentToChange(context, agentId);
  const prepared = await prepareComparison(context, input);
  checkMockable(prepared.pinned.spec, mockTools ?? true);
  const comparison: ComparisonRecord = {
    ...prepared,
    id: ids('cmp'),
    agentId,
    draftRevision,
    name: name == null ? null : checkedText('name', name, { minimum: 1, maximum: 120 }),
    status: 'DRAFT',
    blind: blind ?? false,
    mockTools: mockTools ?? true,
    budget,
    spent: 0,
    unpriced: false,
    recommendation: null,
    startedById: actorOf(viewer),
    createdAt: clock.now().toISOString(),
    endedAt: null,
    lastSeq: 0,
  };
  const key = {
    actor: actorOf(viewer),
    operation: 'createComparison',
    key: idempotencyKey,
    inputHash: hashInput({ agentId, draftRevision, name, budget, blind, mockTools, ...rest }),
    resultId: comparison.id,
    nowMs: clock.now().getTime(),
  };
  const first = await database.tenant(viewer.tenantId).transaction(async (transaction) => {
    const known = await claimIdempotencyKey(transaction, key);
    if (known !== null) return known;
    await comparisons.create(transaction, comparison, newCells(comparison, ids));
    await outbox.append(transaction, [events.comparisonCreated({ viewer, requestId: context.requestId }, comparison)]);
    return null;
  });
  outbox.ring();
  if (first === null) return comparison;
  return (await comparisons.byIds(viewer.tenantId, [first]))[0] ?? comparison;
}
