import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class ToolServer {
  @Field(() => ID)
  id!: string;
}
