import { Field, ID, ObjectType } from 'type-graphql';
import { ModelProviderProtocol } from '../models/catalog.ts';

@ObjectType({
  description: 'A vendor of models that can be connected by name: what is known of it before its first answer.',
})
export class ModelProviderPreset {
  @Field(() => ID)
  key!: string;

  @Field(() => String)
  name!: string;

  @Field(() => ModelProviderProtocol)
  protocol!: ModelProviderProtocol;

  @Field(() => String, { nullable: true, description: 'Null: each customer has an address of its own.' })
  baseUrl!: string | null;

  @Field(() => String)
  addressExample!: string;

  @Field(() => Boolean)
  needsKey!: boolean;

  @Field(() => [String], { description: 'What it does not do, or does otherwise.' })
  notes!: readonly string[];
}
