import { Timestamp } from '@aether/common/service';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { ModelProviderState } from '../models/model-provider-state.ts';
import { ModelProviderFault } from './model-provider-fault.ts';

@ObjectType({
  description:
    'What calls of this organization to a provider came to in the last five minutes, over all LLM gateways. Durations are in milliseconds; null = no such calls.',
})
export class ModelProviderHealth {
  @Field(() => ModelProviderState)
  state!: ModelProviderState;

  @Field(() => Int)
  calls!: number;

  @Field(() => Int)
  failedCalls!: number;

  @Field(() => Float, { nullable: true, description: '0 to 1; null = no calls.' })
  successRate!: number | null;

  @Field(() => Float, { nullable: true })
  latencyP50Ms!: number | null;

  @Field(() => Float, { nullable: true })
  latencyP95Ms!: number | null;

  @Field(() => Float, { nullable: true, description: 'Until the first visible token of a stream.' })
  firstTokenP50Ms!: number | null;

  @Field(() => Float, { nullable: true })
  firstTokenP95Ms!: number | null;

  @Field(() => Int)
  inFlight!: number;

  @Field(() => Timestamp, { nullable: true })
  lastSuccessAt!: string | null;

  @Field(() => ModelProviderFault, { nullable: true })
  lastError!: ModelProviderFault | null;

  @Field(() => Timestamp, { nullable: true, description: 'Null = it limits nobody now.' })
  rateLimitedUntil!: string | null;

  @Field(() => [String], { description: 'Models that are left alone for a moment after failures in a row.' })
  openModels!: readonly string[];

  @Field(() => Timestamp, { nullable: true })
  openUntil!: string | null;

  @Field(() => Int, { description: 'Processes of the LLM gateway whose calls are in it.' })
  gateways!: number;
}
