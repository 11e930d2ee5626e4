import { Field, ID, InputType } from 'type-graphql';
import { ModelProviderProtocol } from '../models/catalog.ts';

@InputType()
export class AddModelProviderInput {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  slug!: string;

  @Field(() => ModelProviderProtocol)
  protocol!: ModelProviderProtocol;

  @Field(() => String, {
    nullable: true,
    description: 'Key of a `modelProviderPresets` entry: what is known of the vendor holds for it.',
  })
  preset?: string | null;

  @Field(() => String, { nullable: true })
  baseUrl?: string | null;

  @Field(() => ID, { nullable: true })
  credentialId?: string | null;
}
