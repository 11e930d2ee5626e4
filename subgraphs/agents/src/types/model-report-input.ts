import { NanoUsd } from '@aether/common/service';
import { Directive, Field, InputType, Int } from 'type-graphql';
import { HealthStatus, ModelCapability } from '../models/catalog.ts';

@Directive('@inaccessible')
@InputType()
export class ModelReportInput {
  @Field(() => String)
  name!: string;

  @Field(() => [ModelCapability])
  capabilities!: readonly ModelCapability[];

  @Field(() => Int, { nullable: true })
  contextWindow?: number | null;

  @Field(() => Int, { nullable: true })
  maximumOutputTokens?: number | null;

  @Field(() => NanoUsd, { nullable: true })
  inputPricePerMillion?: number | null;

  @Field(() => NanoUsd, { nullable: true })
  outputPricePerMillion?: number | null;

  @Field(() => NanoUsd, { nullable: true })
  cachedInputPricePerMillion?: number | null;

  @Field(() => HealthStatus)
  status!: HealthStatus;
}
