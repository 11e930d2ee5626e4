import { Long, Timestamp } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Result of recomputing the chain and comparing it with the signed checkpoints.' })
export class AuditVerification {
  @Field(() => Boolean)
  intact!: boolean;

  @Field(() => Long)
  checkedEvents!: number;

  @Field(() => Long, { nullable: true })
  firstBrokenSeq!: number | null;

  @Field(() => Timestamp, { nullable: true })
  lastCheckpointAt!: string | null;
}
