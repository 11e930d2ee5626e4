import { Field, ObjectType } from 'type-graphql';
import { RequirementKind } from '../market/requirements.ts';

@ObjectType({ description: 'A reference by slug that the viewer must be able to use.' })
export class Requirement {
  @Field(() => RequirementKind)
  kind!: RequirementKind;

  @Field(() => String)
  slug!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Boolean)
  satisfied!: boolean;

  @Field(() => String, { nullable: true })
  reason!: string | null;
}
