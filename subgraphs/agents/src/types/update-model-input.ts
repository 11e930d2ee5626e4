import { NanoUsd, Timestamp } from '@aether/common/service';
import { Field, ID, InputType, Int } from 'type-graphql';
import { ModelCapability } from '../models/catalog.ts';

@InputType({ description: 'Prices override the price table from `pricesValidFrom` on.' })
export class UpdateModelInput {
  @Field(() => ID)
  modelId!: string;

  @Field(() => Boolean, { nullable: true })
  enabled?: boolean | null;

  @Field(() => [ModelCapability], {
    nullable: true,
    description: 'What the model can do, where the report of its vendor is wrong. Null takes the correction back.',
  })
  capabilities?: readonly ModelCapability[] | null;

  @Field(() => NanoUsd, { nullable: true })
  inputPricePerMillion?: number | null;

  @Field(() => NanoUsd, { nullable: true })
  outputPricePerMillion?: number | null;

  @Field(() => NanoUsd, { nullable: true })
  cachedInputPricePerMillion?: number | null;

  @Field(() => Timestamp, { nullable: true })
  pricesValidFrom?: string | null;

  @Field(() => Int, { nullable: true })
  requestsPerMinute?: number | null;

  @Field(() => Int, { nullable: true })
  tokensPerMinute?: number | null;
}
