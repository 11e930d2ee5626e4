import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { RatingRecord } from '../market/listing.ts';
import { Rating } from '../types/rating.ts';
import { User } from '../types/user.ts';
import { userReference } from '../agent/user-reference.ts';

@Resolver(() => Rating)
export class RatingFields {
  @FieldResolver(() => User, { nullable: true, description: 'Who rates signs with the name.' })
  user(@Root() rating: RatingRecord): User | null {
    return userReference(rating.userId);
  }
}
