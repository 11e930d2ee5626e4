import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class UpdateUserInput {
  @Field(() => ID)
  userId!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  jobTitle?: string | null;

  @Field(() => String, { nullable: true })
  avatarUrl?: string | null;

  @Field(() => ID, { nullable: true })
  roleKey?: string | null;

  @Field(() => ID, { nullable: true })
  departmentId?: string | null;

  @Field(() => [ID], { nullable: true })
  teamIds?: readonly string[] | null;

  @Field(() => [String], { nullable: true })
  expertise?: readonly string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Consent to be named as evidence: as a user or an expert of agents. One's own only.",
  })
  namedInEvidence?: boolean | null;
}
