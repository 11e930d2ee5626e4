import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { TeamRecord } from '../team.ts';
import { Team } from './team.ts';

@ObjectType()
export class TeamPayload {
  @Field(() => Team, { nullable: true })
  team!: TeamRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
