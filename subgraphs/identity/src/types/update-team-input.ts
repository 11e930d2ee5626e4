import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class UpdateTeamInput {
  @Field(() => ID)
  teamId!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => ID, { nullable: true })
  departmentId?: string | null;

  @Field(() => [ID], { nullable: true })
  addMemberIds?: readonly string[] | null;

  @Field(() => [ID], { nullable: true })
  removeMemberIds?: readonly string[] | null;
}
