import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType()
export class ListingFacetValue {
  @Field(() => String)
  value!: string;

  @Field(() => String)
  label!: string;

  @Field(() => Int, { description: 'Listings that would be shown with it, beside the other filters.' })
  count!: number;
}

@ObjectType()
export class ListingFacet {
  @Field(() => String)
  name!: string;

  @Field(() => [ListingFacetValue])
  values!: readonly ListingFacetValue[];
}
