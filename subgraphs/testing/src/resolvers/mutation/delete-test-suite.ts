import { DeletePayload, Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { changeSuite } from '../../change-suite.ts';
import type { TestingContext } from '../../context.ts';
import { events } from '../../events.ts';
import { DeleteTestSuiteInput } from '../../types/delete-test-suite-input.ts';

@Resolver()
export class DeleteTestSuiteResolver {
  @Permission('test-suite:write')
  @Mutation(() => DeletePayload, { description: 'With its cases.' })
  async deleteTestSuite(
    @Arg('input', () => DeleteTestSuiteInput) { suiteId }: DeleteTestSuiteInput,
    @Ctx() context: TestingContext,
  ): Promise<DeletePayload> {
    await changeSuite(context, suiteId, async (change) => {
      await context.parts.suites.deleteSuite(change.transaction, suiteId);
      change.tell(events.suiteDeleted(change.cause, change.suite));
    });
    return { deletedId: suiteId, userErrors: [] };
  }
}
