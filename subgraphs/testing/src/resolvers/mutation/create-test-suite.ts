import { Permission, requireViewer, checkedText } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../actor-of.ts';
import { requireAgentToChange } from '../../agent-access.ts';
import type { TestingContext } from '../../context.ts';
import { events } from '../../events.ts';
import { checkedThreshold } from '../../input-rules.ts';
import { mendableError } from '../../mendable-error.ts';
import type { TestSuiteRecord } from '../../test-suite.ts';
import { CreateTestSuiteInput } from '../../types/create-test-suite-input.ts';
import { TestSuitePayload } from '../../types/test-suite-payload.ts';

@Resolver()
export class CreateTestSuiteResolver {
  @Permission('test-suite:write')
  @Mutation(() => TestSuitePayload)
  async createTestSuite(
    @Arg('input', () => CreateTestSuiteInput) input: CreateTestSuiteInput,
    @Ctx() context: TestingContext,
  ): Promise<TestSuitePayload> {
    try {
      return { suite: await create(input, context), userErrors: [] };
    } catch (error) {
      return { suite: null, userErrors: [mendableError(error)] };
    }
  }
}

async function create(input: CreateTestSuiteInput, context: TestingContext): Promise<TestSuiteRecord> {
  const { suites, database, outbox, clock, ids } = context.parts;
  const viewer = requireViewer(context);
  const { agentId, name, description, gate, passThreshold } = input;
  const suite: TestSuiteRecord = {
    id: ids('sui'),
    agentId,
    name: checkedText('name', name, { minimum: 1, maximum: 120 }),
    description: description == null ? null : checkedText('description', description, { minimum: 0, maximum: 2_000 }),
    gate: gate ?? false,
    passThreshold: checkedThreshold(passThreshold ?? 1),
    createdById: actorOf(viewer),
    createdAt: clock.now().toISOString(),
  };
  await requireAgentToChange(context, agentId);
  await database.tenant(viewer.tenantId).transaction(async (transaction) => {
    await suites.createSuite(transaction, suite);
    await outbox.append(transaction, [events.suiteCreated({ viewer, requestId: context.requestId }, suite)]);
  });
  outbox.ring();
  return suite;
}
