import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { RatingRecord } from '../market/listing.ts';
import { Rating } from './rating.ts';

@ObjectType()
export class RatingPayload {
  @Field(() => Rating, { nullable: true })
  rating!: RatingRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
