import { NotFoundError, Permission, checkedText } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { changeSuite } from '../../change-suite.ts';
import type { TestingContext } from '../../context.ts';
import { events } from '../../events.ts';
import { checkedChecks, checkedInput } from '../../input-rules.ts';
import { loadCase } from '../../loaders.ts';
import { mendableError } from '../../mendable-error.ts';
import type { TestCaseRecord } from '../../test-suite.ts';
import { TestCasePayload } from '../../types/test-case-payload.ts';
import { UpdateTestCaseInput } from '../../types/update-test-case-input.ts';

@Resolver()
export class UpdateTestCaseResolver {
  @Permission('test-suite:write')
  @Mutation(() => TestCasePayload, { description: 'What is absent stays; `checks` replaces all of them.' })
  async updateTestCase(
    @Arg('input', () => UpdateTestCaseInput) input: UpdateTestCaseInput,
    @Ctx() context: TestingContext,
  ): Promise<TestCasePayload> {
    const { suites, ids } = context.parts;
    const { caseId, name, checks } = input;
    try {
      const before = await loadCase(context, caseId);
      if (before === null) throw new NotFoundError('test case', caseId);
      const after: TestCaseRecord = {
        ...before,
        ...(name == null ? {} : { name: checkedText('name', name, { minimum: 1, maximum: 200 }) }),
        ...(input.input === undefined ? {} : { input: checkedInput(input.input) }),
        ...(checks == null ? {} : { checks: checkedChecks(checks, ids) }),
      };
      await changeSuite(context, before.suiteId, async (change) => {
        await suites.saveCase(change.transaction, after);
        change.tell(events.caseChanged(change.cause, change.suite, { action: 'update', caseId }));
      });
      return { case: after, userErrors: [] };
    } catch (error) {
      return { case: null, userErrors: [mendableError(error)] };
    }
  }
}
