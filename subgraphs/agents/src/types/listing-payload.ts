import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { ListingRecord } from '../market/listing.ts';
import { Listing } from './listing.ts';

@ObjectType()
export class ListingPayload {
  @Field(() => Listing, { nullable: true })
  listing!: ListingRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
