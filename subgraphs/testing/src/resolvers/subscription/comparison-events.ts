import { NotFoundError, Permission, requireViewer, ValidationError } from '@aether/common/service';
import { COMPARISON_EVENTS } from '@aether/schema';
import { Arg, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import type { ComparisonEventRecord } from '../../comparison-event.ts';
import type { TestingContext } from '../../context.ts';
import { CursorAheadError } from '../../errors.ts';
import { followComparisonEvents } from '../../follow-comparison-events.ts';
import { loadComparison } from '../../loaders.ts';
import { ComparisonEventEnvelope } from '../../types/comparison-events.ts';

interface Arguments {
  readonly id: string;
  readonly after?: number | null;
}

@Resolver()
export class ComparisonEventsResolver {
  @Permission('comparison:read')
  @Subscription(() => ComparisonEventEnvelope, { subscribe: ({ args, context }) => subscribe(args, context) })
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
  if (from > comparison.lastSeq) throw new CursorAheadError(from, comparison.lastSeq);
  return followComparisonEvents(context.parts, { tenantId, comparisonId: id, after: from, signal: context.signal });
}
