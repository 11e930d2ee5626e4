import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType({ description: 'A notebook that a specification names by slug.' })
export class RunnableNotebook {
  @Field(() => String)
  slug!: string;

  @Field(() => ID)
  id!: string;
}
