import { Timestamp } from '@aether/common/service';
import { Field, InputType, Int } from 'type-graphql';

@InputType()
export class CreateApiKeyInput {
  @Field(() => String)
  name!: string;

  @Field(() => [String])
  scopes!: readonly string[];

  @Field(() => Int, { nullable: true })
  requestsPerMinute?: number | null;

  @Field(() => Timestamp, { nullable: true })
  expiresAt?: string | null;
}
