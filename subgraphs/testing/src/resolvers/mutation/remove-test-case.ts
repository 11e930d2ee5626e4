import { DeletePayload, NotFoundError, Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { changeSuite } from '../../change-suite.ts';
import type { TestingContext } from '../../context.ts';
import { events } from '../../events.ts';
import { loadCase } from '../../loaders.ts';
import { RemoveTestCaseInput } from '../../types/remove-test-case-input.ts';

@Resolver()
export class RemoveTestCaseResolver {
  @Permission('test-suite:write')
  @Mutation(() => DeletePayload)
  async removeTestCase(
    @Arg('input', () => RemoveTestCaseInput) { caseId }: RemoveTestCaseInput,
    @Ctx() context: TestingContext,
  ): Promise<DeletePayload> {
    const testCase = await loadCase(context, caseId);
    if (testCase === null) throw new NotFoundError('test case', caseId);
    await changeSuite(context, testCase.suiteId, async (change) => {
      await context.parts.suites.deleteCase(change.transaction, caseId);
      change.tell(events.caseChanged(change.cause, change.suite, { action: 'remove', caseId }));
    });
    return { deletedId: caseId, userErrors: [] };
  }
}
