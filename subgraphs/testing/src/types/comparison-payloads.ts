import { UserError } from '@aether/common/service';
import { Field, Int, ObjectType } from 'type-graphql';
import type { CellRecord, ComparisonRecord } from '../comparison.ts';
import { Agent } from './agent.ts';
import { Cell } from './cell.ts';
import { Comparison } from './comparison.ts';

@ObjectType()
export class ComparisonPayload {
  @Field(() => Comparison, { nullable: true })
  comparison!: ComparisonRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}

@ObjectType()
export class CellPayload {
  @Field(() => Cell, { nullable: true })
  cell!: CellRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}

@ObjectType({ description: 'A stale revision is a user error with code STALE_REVISION; nothing was changed.' })
export class PromoteVariantPayload {
  @Field(() => Agent, { nullable: true })
  agent!: Agent | null;

  @Field(() => Int, { nullable: true })
  draftRevision!: number | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
