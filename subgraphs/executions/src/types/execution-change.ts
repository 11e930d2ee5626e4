import { Field, ID, ObjectType } from 'type-graphql';
import { ListChange } from './enums.ts';
import { Execution } from './execution.ts';

@ObjectType()
export class ExecutionChange {
  @Field(() => ListChange)
  change!: 'ADDED' | 'CHANGED' | 'REMOVED';

  @Field(() => ID)
  id!: string;

  @Field(() => Execution, { nullable: true })
  execution!: Execution | null;
}
