import { Directive, Field, ID, ObjectType } from 'type-graphql';

// Entities of other subgraphs: here only their key. Whoever may not see one gets null from its owner.

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Tool {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Notebook {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Model {
  @Field(() => ID)
  id!: string;
}
