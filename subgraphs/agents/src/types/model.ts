import { NanoUsd, Timestamp } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { HealthStatus, ModelCapability } from '../models/catalog.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A model that `/v1` can route to.' })
export class Model {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: '`<provider>/<name>`, as a specification names it.' })
  slug!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [ModelCapability])
  capabilities!: readonly ModelCapability[];

  @Field(() => Int, { nullable: true, description: 'Tokens.' })
  contextWindow!: number | null;

  @Field(() => Int, { nullable: true, description: 'Tokens.' })
  maximumOutputTokens!: number | null;

  @Field(() => NanoUsd, { nullable: true, description: 'Per million tokens.' })
  inputPricePerMillion!: number | null;

  @Field(() => NanoUsd, { nullable: true })
  outputPricePerMillion!: number | null;

  @Field(() => NanoUsd, { nullable: true })
  cachedInputPricePerMillion!: number | null;

  @Field(() => HealthStatus)
  status!: HealthStatus;

  @Field(() => Boolean)
  enabled!: boolean;

  @Field(() => Boolean, { description: 'Ships with the product; no language model.' })
  builtIn!: boolean;

  @Field(() => Int, { nullable: true })
  requestsPerMinute!: number | null;

  @Field(() => Int, { nullable: true })
  tokensPerMinute!: number | null;

  @Field(() => Timestamp, { nullable: true })
  retiresAt!: string | null;
}
