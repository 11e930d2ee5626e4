import { Field, InputType } from 'type-graphql';
import { CredentialKind } from '../credential.ts';

@InputType()
export class CredentialFilter {
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => CredentialKind, { nullable: true })
  kind?: CredentialKind | null;
}
