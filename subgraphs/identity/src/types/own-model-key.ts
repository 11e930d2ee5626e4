import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType()
export class OwnModelKey {
  @Field(() => ID)
  providerId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Of the provider when the key was stored; it is sent nowhere else.',
  })
  address!: string | null;
}
