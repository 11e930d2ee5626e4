import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class DeleteCredentialInput {
  @Field(() => ID)
  credentialId!: string;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Delete although something uses it.' })
  force?: boolean | null;
}
