import { JSONValue } from '@aether/common/service';
import { Field, Float, ID, ObjectType } from 'type-graphql';
import { CheckKind } from '../check.ts';

@ObjectType()
export class Check {
  @Field(() => ID)
  id!: string;

  @Field(() => CheckKind)
  kind!: CheckKind;

  @Field(() => JSONValue)
  configuration!: unknown;

  @Field(() => Float)
  weight!: number;
}
