import { Long, NanoUsd, Timestamp, UserError } from '@aether/common/service';
import { Directive, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Budget } from './budget.ts';

@Directive('@inaccessible')
@InputType({ description: 'Values are absolute: a repeated request changes nothing.' })
export class TakeBudgetSliceInput {
  @Field(() => ID, { description: 'Chosen by who asks.' })
  sliceId!: string;

  @Field(() => Boolean, { description: 'It was granted before, and another size is wanted.' })
  held!: boolean;

  @Field(() => NanoUsd, { description: 'Of calls whose cost is known.' })
  used!: number;

  @Field(() => NanoUsd, { description: 'The most that calls which are under way may cost.' })
  underWay!: number;

  @Field(() => NanoUsd, { description: 'The most that the next call may cost.' })
  atLeast!: number;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Of calls that the person pays with an own key: only budgets of their API key count them.',
  })
  hasOwnKey?: boolean | null;
}

@Directive('@inaccessible')
@ObjectType({
  description:
    '`sliceId` null = refused when `exhausted` is the budget that said no, `lost` when others settled the slice, else no budget limits the viewer.',
})
export class TakeBudgetSlicePayload {
  @Field(() => ID, { nullable: true })
  sliceId!: string | null;

  @Field(() => NanoUsd, { nullable: true })
  amount!: number | null;

  @Field(() => Float, { nullable: true, description: 'Unless it is told of before, the slice ends after this long.' })
  lifeMs!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Then the first of its budgets begins a new period, and the slice ends; null = never.',
  })
  endsInMs!: number | null;

  @Field(() => Boolean)
  lost!: boolean;

  @Field(() => Budget, { nullable: true })
  exhausted!: Budget | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}

@Directive('@inaccessible')
@InputType({ description: 'One paid attempt at a model.' })
export class UsageReportInput {
  @Field(() => String)
  callId!: string;

  @Field(() => ID, { nullable: true })
  modelId?: string | null;

  @Field(() => String, { description: '`<provider>/<name>`.' })
  model!: string;

  @Field(() => ID, { nullable: true })
  apiKeyId?: string | null;

  @Field(() => ID)
  startedById!: string;

  @Field(() => String)
  operation!: string;

  @Field(() => Long)
  promptTokens!: number;

  @Field(() => Long)
  completionTokens!: number;

  @Field(() => Long)
  cachedTokens!: number;

  @Field(() => NanoUsd, { nullable: true })
  cost?: number | null;

  @Field(() => Boolean)
  unpriced!: boolean;

  @Field(() => Float)
  durationMs!: number;

  @Field(() => String, { nullable: true, description: 'The attempt failed, and was paid all the same.' })
  errorCode?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Paid by the person, with an own key.' })
  ownKey?: boolean | null;

  @Field(() => Timestamp)
  at!: string;
}

@Directive('@inaccessible')
@InputType({ description: 'What has been used of a slice; it is kept, unless it is given back.' })
export class SliceReportInput {
  @Field(() => ID)
  sliceId!: string;

  @Field(() => NanoUsd)
  used!: number;

  @Field(() => Boolean)
  returned!: boolean;
}

@Directive('@inaccessible')
@InputType()
export class RecordUsageInput {
  @Field(() => [UsageReportInput])
  rows!: readonly UsageReportInput[];

  @Field(() => [SliceReportInput])
  slices!: readonly SliceReportInput[];
}

@Directive('@inaccessible')
@ObjectType({ description: 'A row that is sent twice counts once.' })
export class RecordUsagePayload {
  @Field(() => Int, { nullable: true })
  recorded!: number | null;

  @Field(() => [ID], { description: "Those of the slices that are still the sender's." })
  openSliceIds!: readonly string[];

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
