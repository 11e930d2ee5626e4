import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A person; identity owns the rest. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class User {
  @Field(() => ID)
  id!: string;
}

/** A model; agents owns the rest. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Model {
  @Field(() => ID)
  id!: string;
}
