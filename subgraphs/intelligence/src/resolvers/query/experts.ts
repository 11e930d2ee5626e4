import { pageRequest, Permission, requireViewer, ValidationError } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { IntelligenceContext } from '../../context.ts';
import { expertiseIn } from '../../expertise.ts';
import { ExpertMatch } from '../../types/expertise.ts';

const MAXIMUM_TOPIC_LENGTH = 200;

@Resolver()
export class ExpertsResolver {
  @Permission('user:read')
  @Query(() => [ExpertMatch], {
    description:
      'People who state the topic or made agents for it and agreed to be named (`User.namedInEvidence`), best proved first.',
  })
  async experts(
    @Ctx() context: IntelligenceContext,
    @Arg('topic', () => String) topic: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: 5 }) first: number,
  ): Promise<object[]> {
    const viewer = requireViewer(context);
    const page = pageRequest({ first });
    const asked = topic.trim();
    if (asked === '' || asked.length > MAXIMUM_TOPIC_LENGTH)
      throw new ValidationError(['topic'], `1 to ${MAXIMUM_TOPIC_LENGTH} characters`, `${asked.length}`);
    const people = await context.parts.expertise.aboutTopic(viewer, asked);
    return people
      .flatMap((person) => {
        const proved = expertiseIn(asked, person);
        return proved === null ? [] : [{ user: { id: person.userId }, score: proved.score, evidence: proved.evidence }];
      })
      .toSorted((left, right) => right.score - left.score || (left.user.id < right.user.id ? -1 : 1))
      .slice(0, page.first);
  }
}
