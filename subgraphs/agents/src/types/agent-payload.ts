import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { AgentRecord } from '../agent/agent.ts';
import { Agent } from './agent.ts';
import { ValidationReport } from './validation-report.ts';

@ObjectType()
export class AgentPayload {
  @Field(() => Agent, { nullable: true })
  agent!: AgentRecord | null;

  @Field(() => ValidationReport, { nullable: true })
  validation!: ValidationReport | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
