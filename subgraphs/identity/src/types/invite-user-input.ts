import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class InviteUserInput {
  @Field(() => String)
  email!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => ID)
  roleKey!: string;

  @Field(() => ID, { nullable: true })
  departmentId?: string | null;

  @Field(() => [ID], { nullable: true })
  teamIds?: readonly string[] | null;
}
