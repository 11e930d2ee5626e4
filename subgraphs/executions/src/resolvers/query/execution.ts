import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { Execution } from '../../types/execution.ts';
import { loadExecution } from '../load-execution.ts';

@Resolver()
export class ExecutionResolver {
  @Permission('execution:read')
  @Query(() => Execution, { nullable: true })
  execution(@Arg('id', () => ID) id: string, @Ctx() context: ExecutionsContext): Promise<object | null> {
    return loadExecution(context, id);
  }
}
