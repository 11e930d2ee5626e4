import { connectionTypes, NanoUsd, Timestamp } from '@aether/common/service';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import {
  BUDGET_ACTIONS,
  BUDGET_PERIODS,
  BUDGET_SCOPES,
  type BudgetAction as Action,
  type BudgetPeriod as Period,
  type BudgetScope as Scope,
} from '../budgets/budget.ts';
import { Agent, ApiKey, Department, Team, User } from './references.ts';

const named = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { readonly [Key in Name]: Key };

export const BudgetScope = named(BUDGET_SCOPES);
registerEnumType(BudgetScope, { name: 'BudgetScope' });

export const BudgetPeriod = named(BUDGET_PERIODS);
registerEnumType(BudgetPeriod, {
  name: 'BudgetPeriod',
  description: 'In UTC; a week begins on Monday. TOTAL never begins anew.',
});

export const BudgetAction = named(BUDGET_ACTIONS);
registerEnumType(BudgetAction, {
  name: 'BudgetAction',
  description:
    'STOP: a call that does not fit is not made. DEGRADE: a cheaper fallback of the agent is asked, if one fits. WARN: the call is made.',
});

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A limit that is reserved against before each paid call.' })
export class Budget {
  @Field(() => ID)
  id!: string;

  @Field(() => BudgetScope)
  scope!: Scope;

  @Field(() => Department, { nullable: true })
  department!: Department | null;

  @Field(() => Team, { nullable: true })
  team!: Team | null;

  @Field(() => User, { nullable: true })
  user!: User | null;

  @Field(() => Agent, { nullable: true })
  agent!: Agent | null;

  @Field(() => ApiKey, { nullable: true })
  apiKey!: ApiKey | null;

  @Field(() => BudgetPeriod)
  period!: Period;

  @Field(() => NanoUsd)
  limit!: number;

  @Field(() => NanoUsd, { description: 'Taken by workers for calls, and not spent yet.' })
  reserved!: number;

  @Field(() => NanoUsd)
  spent!: number;

  @Field(() => BudgetAction)
  action!: Action;

  @Field(() => Timestamp, { nullable: true })
  resetsAt!: string | null;
}

export const { Connection: BudgetConnection } = connectionTypes('Budget', () => Budget);
