import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class CreateTeamInput {
  @Field(() => String)
  name!: string;

  @Field(() => ID, { nullable: true })
  departmentId?: string | null;

  @Field(() => [ID], { nullable: true })
  memberIds?: readonly string[] | null;
}
