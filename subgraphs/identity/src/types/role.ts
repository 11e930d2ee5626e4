import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "key")')
@ObjectType({ description: 'A named set of permissions. Built-in keys: owner, admin, builder, member, viewer.' })
export class Role {
  @Field(() => ID)
  key!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => [String])
  permissions!: readonly string[];

  @Field(() => Boolean)
  builtIn!: boolean;
}
