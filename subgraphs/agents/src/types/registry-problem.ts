import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'What does not fit in the description of a server, and where.' })
export class RegistryProblem {
  @Field(() => [String])
  path!: readonly string[];

  @Field(() => String)
  message!: string;
}
