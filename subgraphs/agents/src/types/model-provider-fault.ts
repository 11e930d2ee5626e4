import { Timestamp } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';

@ObjectType()
export class ModelProviderFault {
  @Field(() => String, { description: 'One of the error codes of the API.' })
  code!: string;

  @Field(() => String)
  message!: string;

  @Field(() => Timestamp)
  at!: string;
}
