import { ForbiddenError, NotFoundError, Permission, requireViewer, ValidationError } from '@aether/common/service';
import { COMPARISON_EVENTS } from '@aether/schema';
import { Arg, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import type { ComparisonEventRecord } from '../../comparison-event.ts';
import type { TestingContext } from '../../context.ts';
import { CursorAheadError } from '../../errors.ts';
import { followComparisonEvents } from '../../follow-comparison-events.ts';
import { loadComparison } from '../../loaders.ts';
import { mayReadTexts } from '../../may-read-texts.ts';
import { ComparisonEventEnvelope } from '../../types/comparison-events.ts';

interface Arguments {
  readonly id: string;
  readonly after?: number | null;
}

@Resolver()
export class ComparisonEventsResolver {
  @Permission('comparison:read')
  @Subscription(() => ComparisonEventEnvelope, {
    description:
      'What happens in a comparison, numbered: all after `after` (none = from the first), then live, and on when it is run again. For those who may read its answers.',
    subscribe: ({ args, context }) => subscribe(args, context),
  })
  comparisonEvents(
    @Root() { seq, at, name, data }: ComparisonEventRecord,
    @Arg('id', () => ID) _id: string,
    @Arg('after', () => Int, { nullable: true }) _after: number | null | undefined,
  ): ComparisonEventEnvelope {
    return { seq, at, event: { __typename: COMPARISON_EVENTS[name].graphqlType, ...data } };
  }
}

/** Refuses before there is a stream, so that a client sees an answer with an error and not a stream that breaks. */
async function subscribe(
  { id, after }: Arguments,
  context: TestingContext,
): Promise<AsyncIterable<ComparisonEventRecord>> {
  const { tenantId } = requireViewer(context);
  const from = after ?? 0;
  if (from < 0) throw new ValidationError(['after'], 'at least 0', String(from));
  const comparison = await loadComparison(context, id);
  if (comparison === null) throw new NotFoundError('comparison', id);
  // Viewers with equal rights share a stream behind the edge, so an event can hide nothing from one of them.
  if (!(await mayReadTexts(context, comparison)))
    throw new ForbiddenError('execution:manage', {
      reason: 'Who may not read the answers reads the numbers in the comparison.',
    });
  if (from > comparison.lastSeq) throw new CursorAheadError(from, comparison.lastSeq);
  return followComparisonEvents(context.parts, { tenantId, comparisonId: id, after: from, signal: context.signal });
}
