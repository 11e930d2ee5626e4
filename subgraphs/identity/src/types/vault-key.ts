import { Timestamp } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType()
export class VaultKey {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => String)
  wrappedKey!: string;

  @Field(() => String)
  algorithm!: string;

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp, { nullable: true })
  retiredAt!: string | null;
}
