import { JSONValue } from '@aether/common/service';
import { Field, Float, InputType } from 'type-graphql';
import { CheckKind } from '../check.ts';

@InputType()
export class CheckInput {
  @Field(() => CheckKind)
  kind!: CheckKind;

  @Field(() => JSONValue)
  configuration!: unknown;

  @Field(() => Float, { nullable: true, defaultValue: 1 })
  weight?: number | null;
}
