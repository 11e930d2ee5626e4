import { JSONValue } from '@aether/common/service';
import { Field, ID, ObjectType } from 'type-graphql';
import { Model } from './model.ts';

@ObjectType({ description: 'A model with its parameters.' })
export class Variant {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  label!: string;

  @Field(() => Model, { nullable: true, description: 'Null while a blind comparison is under way.' })
  model!: Model | null;

  @Field(() => JSONValue, { nullable: true })
  parameters!: unknown;

  @Field(() => String, { nullable: true })
  instructionsOverride!: string | null;

  @Field(() => Boolean)
  baseline!: boolean;
}
