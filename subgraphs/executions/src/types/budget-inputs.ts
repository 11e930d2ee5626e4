import { NanoUsd, UserError } from '@aether/common/service';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { BudgetAction as Action, BudgetPeriod as Period, BudgetScope as Scope } from '../budgets/budget.ts';
import { Budget, BudgetAction, BudgetPeriod, BudgetScope } from './budget.ts';

@InputType({ description: '`subjectId` = the department, team, user, agent or API key; null for TENANT.' })
export class SetBudgetInput {
  @Field(() => BudgetScope)
  scope!: Scope;

  @Field(() => ID, { nullable: true })
  subjectId?: string | null;

  @Field(() => BudgetPeriod)
  period!: Period;

  @Field(() => NanoUsd)
  limit!: number;

  @Field(() => BudgetAction)
  action!: Action;
}

@InputType()
export class DeleteBudgetInput {
  @Field(() => ID)
  budgetId!: string;
}

@ObjectType()
export class BudgetPayload {
  @Field(() => Budget, { nullable: true })
  budget!: Budget | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
