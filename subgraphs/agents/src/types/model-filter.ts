import { Field, ID, InputType } from 'type-graphql';
import { ModelCapability } from '../models/catalog.ts';

@InputType()
export class ModelFilter {
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => ID, { nullable: true })
  providerId?: string | null;

  @Field(() => [ModelCapability], { nullable: true })
  capabilities?: readonly ModelCapability[] | null;

  @Field(() => Boolean, { nullable: true })
  enabled?: boolean | null;
}
