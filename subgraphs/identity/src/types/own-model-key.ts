import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType()
export class OwnModelKey {
  @Field(() => ID)
  providerId!: string;
}
