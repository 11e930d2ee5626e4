import { JSONValue } from '@aether/common/service';
import { Field, ID, InputType, Int } from 'type-graphql';
import { ToolQuarantine } from '../tools/tool-catalog.ts';

@InputType()
export class UpdateToolServerInput {
  @Field(() => ID)
  toolServerId!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  url?: string | null;

  @Field(() => JSONValue, {
    nullable: true,
    description:
      'All of them, for a program of an offer, as `settingsSchema` says, without its secret, which stays. The program starts anew.',
  })
  settings?: unknown;

  @Field(() => [String], {
    nullable: true,
    description:
      'Of a program without an offer: others that the operator allows for it. Its tools have to be approved again.',
  })
  arguments?: readonly string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Another `settingsRevision` than this one is answered with STALE_REVISION, and nothing is changed.',
  })
  expectedSettingsRevision?: number | null;

  @Field(() => ID, { nullable: true })
  credentialId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Each person calls it with their own account. Over HTTP only.' })
  credentialPerUser?: boolean | null;

  @Field(() => Boolean, { nullable: true })
  enabled?: boolean | null;

  @Field(() => ToolQuarantine, { nullable: true })
  quarantine?: ToolQuarantine | null;
}
