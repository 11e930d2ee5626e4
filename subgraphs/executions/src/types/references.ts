import { Directive, Field, ID, ObjectType } from 'type-graphql';

// Entities of other subgraphs: here only their key. Whoever may not see one gets null from its owner.

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class User {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Agent {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class AgentVersion {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Model {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Passage {
  @Field(() => ID)
  id!: string;
}

/** A reference to an entity of another owner; null stays null. */
export function reference(id: string | null | undefined): { readonly id: string } | null {
  return id === null || id === undefined ? null : { id };
}
