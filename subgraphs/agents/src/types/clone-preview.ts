import { Field, ID, Int, ObjectType } from 'type-graphql';
import { CloneItemKind, CloneOutcome } from '../market/clone-plan.ts';
import type { ListingRecord } from '../market/listing.ts';
import { Listing } from './listing.ts';

@ObjectType({ description: "Something of the viewer's own that can stand in for a part that is closed." })
export class BindingOption {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;
}

@ObjectType({ description: 'One part of an agent, and what becomes of it in a clone.' })
export class CloneItem {
  @Field(() => ID, { description: 'For a binding. Stable for one version.' })
  key!: string;

  @Field(() => CloneItemKind)
  kind!: CloneItemKind;

  @Field(() => String)
  name!: string;

  @Field(() => CloneOutcome)
  outcome!: CloneOutcome;

  @Field(() => String)
  reason!: string;

  @Field(() => [BindingOption])
  options!: readonly BindingOption[];
}

@ObjectType({
  description: 'What a clone would carry over, before it is made. Secrets, memory and triggers never travel.',
})
export class ClonePreview {
  @Field(() => Listing)
  listing!: ListingRecord;

  @Field(() => [CloneItem])
  items!: readonly CloneItem[];

  @Field(() => Int, { description: 'Items that must be bound first.' })
  blocking!: number;
}
