import { NotFoundError, Permission, checkedText } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { changeSuite } from '../../change-suite.ts';
import type { TestingContext } from '../../context.ts';
import { events } from '../../events.ts';
import { checkedThreshold } from '../../input-rules.ts';
import { mendableError } from '../../mendable-error.ts';
import type { TestSuiteRecord } from '../../test-suite.ts';
import { TestSuitePayload } from '../../types/test-suite-payload.ts';
import { UpdateTestSuiteInput } from '../../types/update-test-suite-input.ts';

@Resolver()
export class UpdateTestSuiteResolver {
  @Permission('test-suite:write')
  @Mutation(() => TestSuitePayload)
  async updateTestSuite(
    @Arg('input', () => UpdateTestSuiteInput) input: UpdateTestSuiteInput,
    @Ctx() context: TestingContext,
  ): Promise<TestSuitePayload> {
    try {
      const properties = propertiesOf(input);
      const suite = await changeSuite(context, input.suiteId, async (change) => {
        const updated = await context.parts.suites.updateSuite(change.transaction, input.suiteId, properties);
        if (updated === null) throw new NotFoundError('test suite', input.suiteId);
        change.tell(events.suiteUpdated(change.cause, change.suite, updated));
        return updated;
      });
      return { suite, userErrors: [] };
    } catch (error) {
      return { suite: null, userErrors: [mendableError(error)] };
    }
  }
}

/** What is absent stays; null takes the description away. */
function propertiesOf({ name, description, gate, passThreshold }: UpdateTestSuiteInput): Partial<TestSuiteRecord> {
  return {
    ...(name == null ? {} : { name: checkedText('name', name, { minimum: 1, maximum: 120 }) }),
    ...(description === undefined
      ? {}
      : {
          description:
            description === null ? null : checkedText('description', description, { minimum: 0, maximum: 2_000 }),
        }),
    ...(gate == null ? {} : { gate }),
    ...(passThreshold == null ? {} : { passThreshold: checkedThreshold(passThreshold) }),
  };
}
