import { Field, ID, InputType } from 'type-graphql';
import { ToolQuarantine } from '../tools/tool-catalog.ts';

@InputType()
export class UpdateToolServerInput {
  @Field(() => ID)
  toolServerId!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  url?: string | null;

  @Field(() => ID, { nullable: true })
  credentialId?: string | null;

  @Field(() => Boolean, { nullable: true })
  enabled?: boolean | null;

  @Field(() => ToolQuarantine, { nullable: true })
  quarantine?: ToolQuarantine | null;
}
