import { NanoUsd } from '@aether/common/service';
import { Field, InputType } from 'type-graphql';
import { EstimateComparisonInput } from './estimate-comparison-input.ts';

@InputType({ description: 'Cases from suites (`caseIds`), from runs (`executionIds`) or given here.' })
export class CreateComparisonInput extends EstimateComparisonInput {
  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false })
  blind?: boolean | null;

  @Field(() => Boolean, { nullable: true, defaultValue: true })
  mockTools?: boolean | null;

  @Field(() => NanoUsd)
  budget!: number;

  @Field(() => String)
  idempotencyKey!: string;
}
