import { Field, ID, InputType } from 'type-graphql';
import { ModelProviderProtocol } from '../catalog.ts';

@InputType()
export class AddModelProviderInput {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  slug!: string;

  @Field(() => ModelProviderProtocol)
  protocol!: ModelProviderProtocol;

  @Field(() => String, { nullable: true })
  baseUrl?: string | null;

  @Field(() => ID, { nullable: true })
  credentialId?: string | null;
}
