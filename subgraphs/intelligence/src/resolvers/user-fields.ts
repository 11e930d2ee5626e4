import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { IntelligenceContext } from '../context.ts';
import { loadExpertise } from '../load-expertise.ts';
import { Expertise } from '../types/expertise.ts';
import { User } from '../types/user.ts';

@Resolver(() => User)
export class UserFields {
  @FieldResolver(() => [Expertise], { nullable: true })
  expertiseEvidence(@Root() user: User, @Ctx() context: IntelligenceContext): Promise<object | null> {
    return loadExpertise(context, user.id);
  }
}
