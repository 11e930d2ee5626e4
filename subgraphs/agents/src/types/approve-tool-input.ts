import { Field, ID, InputType } from 'type-graphql';
import { ApprovalPolicy, ToolEffect } from '../tools/tool-catalog.ts';

@InputType()
export class ApproveToolInput {
  @Field(() => ID)
  toolId!: string;

  @Field(() => String)
  definitionHash!: string;

  @Field(() => ToolEffect)
  effect!: ToolEffect;

  @Field(() => ApprovalPolicy)
  approval!: ApprovalPolicy;
}
