import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class DeleteTeamInput {
  @Field(() => ID)
  teamId!: string;
}
