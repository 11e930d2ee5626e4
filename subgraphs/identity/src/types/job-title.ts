import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType({ description: 'What a person does in the organization, as the profile says it.' })
export class JobTitle {
  @Field(() => ID)
  userId!: string;

  @Field(() => String)
  jobTitle!: string;
}
