import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { Approval } from '../../types/approval.ts';
import { loadApproval } from '../load-approval.ts';

@Resolver()
export class ApprovalResolver {
  @Permission('execution:read')
  @Query(() => Approval, { nullable: true })
  approval(@Arg('id', () => ID) id: string, @Ctx() context: ExecutionsContext): Promise<object | null> {
    return loadApproval(context, id);
  }
}
