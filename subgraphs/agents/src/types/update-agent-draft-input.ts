import { JSONValue } from '@aether/common/service';
import { Field, ID, InputType, Int } from 'type-graphql';

@InputType({
  description: '`operations` are RFC 6902. With `idempotencyKey` a write that was sent twice is applied once.',
})
export class UpdateAgentDraftInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => Int)
  expectedRevision!: number;

  @Field(() => [JSONValue])
  operations!: readonly unknown[];

  @Field(() => String, { nullable: true })
  idempotencyKey?: string | null;
}
