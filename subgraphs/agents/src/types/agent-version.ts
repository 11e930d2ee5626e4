import { JSONValue, Timestamp } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'An immutable, hashed specification.' })
export class AgentVersion {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  number!: number;

  @Field(() => JSONValue)
  spec!: unknown;

  @Field(() => JSONValue)
  layout!: unknown;

  @Field(() => String, { description: 'SHA-256 of the canonical JSON of `spec`.' })
  hash!: string;

  @Field(() => String, { nullable: true })
  notes!: string | null;

  @Field(() => Timestamp)
  publishedAt!: string;
}
