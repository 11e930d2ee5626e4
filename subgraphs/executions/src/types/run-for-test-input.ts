import { JSONValue, NanoUsd } from '@aether/common/service';
import { Directive, Field, Float, ID, InputType, Int } from 'type-graphql';

@Directive('@inaccessible')
@InputType({ description: 'What a name of the specification stands for.' })
export class NamedIdInput {
  @Field(() => String)
  slug!: string;

  @Field(() => ID)
  id!: string;
}

@Directive('@inaccessible')
@InputType({ description: 'A specification that was pinned before, with a variant applied to it.' })
export class RunForTestInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => Int)
  draftRevision!: number;

  @Field(() => JSONValue)
  specification!: unknown;

  @Field(() => [NamedIdInput])
  notebooks!: readonly NamedIdInput[];

  @Field(() => [NamedIdInput])
  models!: readonly NamedIdInput[];

  @Field(() => [JSONValue], { description: 'Definitions of its tools, as `agentVersionForRun` gave them.' })
  tools!: readonly unknown[];

  @Field(() => JSONValue)
  input!: unknown;

  @Field(() => Boolean, { description: 'No tool may change anything.' })
  mockTools!: boolean;

  @Field(() => NanoUsd, { nullable: true })
  budget?: number | null;

  @Field(() => Float, { nullable: true })
  deadlineMs?: number | null;

  @Field(() => String)
  idempotencyKey!: string;
}
