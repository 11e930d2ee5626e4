import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class UpdateModelProviderInput {
  @Field(() => ID)
  providerId!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  baseUrl?: string | null;

  @Field(() => ID, { nullable: true })
  credentialId?: string | null;

  @Field(() => Boolean, { nullable: true })
  enabled?: boolean | null;

  @Field(() => Boolean, { nullable: true })
  allowOwnKeys?: boolean | null;
}
