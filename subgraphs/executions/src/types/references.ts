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
export class Team {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Department {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class ApiKey {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id")')
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
export class Tool {
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

/** Runs are also started, and approvals decided, by service accounts; those are no people. */
export function personReference(id: string | null): { readonly id: string } | null {
  return id?.startsWith('usr_') === true ? { id } : null;
}
