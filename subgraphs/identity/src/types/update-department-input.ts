import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class UpdateDepartmentInput {
  @Field(() => ID)
  departmentId!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;
}
