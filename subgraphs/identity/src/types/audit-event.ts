import { JSONValue, Long, Timestamp } from '@aether/common/service';
import type { JsonValue } from '@aether/schema';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({
  description: "One link of the tenant's hash chain: `hash = SHA-256(previousHash ‖ canonical JSON of the event)`.",
})
export class AuditEvent {
  @Field(() => ID)
  id!: string;

  @Field(() => Long, { description: '1, 2, 3 … per tenant without a gap.' })
  seq!: number;

  @Field(() => Timestamp)
  at!: string;

  @Field(() => String, { description: 'Noun and verb: `agent.publish`.' })
  action!: string;

  @Field(() => String)
  objectType!: string;

  @Field(() => ID, { nullable: true })
  objectId!: string | null;

  @Field(() => JSONValue, { nullable: true })
  before!: JsonValue | null;

  @Field(() => JSONValue, { nullable: true })
  after!: JsonValue | null;

  @Field(() => String, { nullable: true })
  ipAddress!: string | null;

  @Field(() => String, { nullable: true })
  requestId!: string | null;

  @Field(() => String)
  previousHash!: string;

  @Field(() => String)
  hash!: string;
}
