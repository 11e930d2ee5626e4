import { Permission, checkedText } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { changeSuite } from '../../change-suite.ts';
import type { TestingContext } from '../../context.ts';
import { TooManyCasesError } from '../../errors.ts';
import { events } from '../../events.ts';
import { checkedChecks, checkedInput } from '../../input-rules.ts';
import { mendableError } from '../../mendable-error.ts';
import type { TestCaseRecord } from '../../test-suite.ts';
import { AddTestCaseInput } from '../../types/add-test-case-input.ts';
import { TestCasePayload } from '../../types/test-case-payload.ts';

@Resolver()
export class AddTestCaseResolver {
  @Permission('test-suite:write')
  @Mutation(() => TestCasePayload)
  async addTestCase(
    @Arg('input', () => AddTestCaseInput) input: AddTestCaseInput,
    @Ctx() context: TestingContext,
  ): Promise<TestCasePayload> {
    const { suites, ids, clock, maximumCases } = context.parts;
    const { suiteId, name, checks } = input;
    try {
      const testCase: TestCaseRecord = {
        id: ids('cas'),
        suiteId,
        name: checkedText('name', name, { minimum: 1, maximum: 200 }),
        input: checkedInput(input.input ?? {}),
        checks: checkedChecks(checks ?? [], ids),
        createdAt: clock.now().toISOString(),
      };
      await changeSuite(context, suiteId, async (change) => {
        if ((await suites.countCasesOf(change.transaction, suiteId)) >= maximumCases)
          throw new TooManyCasesError(maximumCases);
        await suites.saveCase(change.transaction, testCase);
        change.tell(events.caseChanged(change.cause, change.suite, { action: 'add', caseId: testCase.id }));
      });
      return { case: testCase, userErrors: [] };
    } catch (error) {
      return { case: null, userErrors: [mendableError(error)] };
    }
  }
}
