import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class DeleteDepartmentInput {
  @Field(() => ID)
  departmentId!: string;
}
