import { JSONValue } from '@aether/common/service';
import { Field, ID, InputType } from 'type-graphql';
import { AgentKind } from '../agent/agent.ts';

@InputType({
  description:
    'At most one of `spec`, `templateId`, `versionId`; none = an empty draft. `spec` is also the import of an exported agent.',
})
export class CreateAgentInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  slug?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => AgentKind, { nullable: true })
  kind?: AgentKind | null;

  @Field(() => JSONValue, { nullable: true })
  spec?: unknown;

  @Field(() => ID, { nullable: true })
  templateId?: string | null;

  @Field(() => ID, { nullable: true })
  versionId?: string | null;

  @Field(() => String)
  idempotencyKey!: string;
}
