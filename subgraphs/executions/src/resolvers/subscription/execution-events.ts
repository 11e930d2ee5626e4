import { Permission, ValidationError } from '@aether/common/service';
import { Arg, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import type { StreamEvent } from '../../event.ts';
import { executionEventStream } from '../../stream/execution-event-stream.ts';
import { ExecutionEventEnvelope } from '../../types/execution-events.ts';
import { toEnvelope } from '../../types/to-event.ts';
import { followedExecution } from '../load-execution.ts';

interface Arguments {
  readonly id: string;
  readonly after?: number | null;
}

/** The record is asked before the stream begins: an unknown run refuses the subscription instead of ending it. */
async function subscribe({ id, after }: Arguments, context: ExecutionsContext): Promise<AsyncIterable<StreamEvent>> {
  if ((after ?? 0) < 0) throw new ValidationError(['after'], 'at least 0', `${after}`);
  const execution = await followedExecution(context, id, after ?? 0);
  return executionEventStream(context.parts, execution, { after: after ?? 0, signal: context.signal });
}

@Resolver()
export class ExecutionEventsResolver {
  @Permission('execution:read')
  @Subscription(() => ExecutionEventEnvelope, {
    description: 'All events of a run after `after` (none = from the first), then live ones until its last.',
    subscribe: ({ args, context }) => subscribe(args as Arguments, context as ExecutionsContext) as never,
  })
  executionEvents(
    @Root() event: StreamEvent,
    @Arg('id', () => ID) _id: string,
    @Arg('after', () => Int, { nullable: true }) _after: number | null,
  ): ExecutionEventEnvelope {
    return toEnvelope(event);
  }
}
