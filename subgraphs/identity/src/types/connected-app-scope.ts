import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Something that an app may do.' })
export class ConnectedAppScope {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;
}
