import { Timestamp } from '@aether/common/service';
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'An object that reads a credential, learned from the reads.' })
export class CredentialUse {
  @Field(() => String)
  objectType!: string;

  @Field(() => ID)
  objectId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Timestamp)
  lastUsedAt!: string;
}
