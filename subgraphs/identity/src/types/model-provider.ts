import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class ModelProvider {
  @Field(() => ID)
  id!: string;
}
