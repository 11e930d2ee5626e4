import { Directive, Field, Int, ObjectType } from 'type-graphql';

@Directive('@shareable')
@ObjectType({
  description:
    'The cursor is older than what is kept: read the object again, then subscribe with `after: firstSeq - 1`.',
})
export class ResyncRequired {
  @Field(() => Int)
  firstSeq!: number;
}
