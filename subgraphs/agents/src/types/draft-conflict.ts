import { JSONValue, Timestamp } from '@aether/common/service';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { User } from './user.ts';

@Directive('@shareable')
@ObjectType({ description: 'A write met a newer revision; nothing was changed. `theirs` is the current document.' })
export class DraftConflict {
  @Field(() => Int)
  currentRevision!: number;

  @Field(() => User, { nullable: true })
  changedBy!: User | null;

  @Field(() => Timestamp)
  changedAt!: string;

  @Field(() => JSONValue)
  theirs!: unknown;
}
