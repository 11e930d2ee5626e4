import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'People who share agents and notebooks of visibility TEAM.' })
export class Team {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;
}
