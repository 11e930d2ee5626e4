import { Field, ID, InputType } from 'type-graphql';
import { ToolServerKind, ToolTransport } from '../tool-catalog.ts';

@InputType({
  description:
    'From an offer, or by hand: `url` for HTTP; `command` and `arguments` for STDIO, as the operator allows them.',
})
export class ConnectToolServerInput {
  @Field(() => String)
  slug!: string;

  @Field(() => String)
  name!: string;

  @Field(() => ToolServerKind)
  kind!: ToolServerKind;

  @Field(() => String, { nullable: true })
  offerSlug?: string | null;

  @Field(() => ToolTransport, { nullable: true })
  transport?: ToolTransport | null;

  @Field(() => String, { nullable: true })
  url?: string | null;

  @Field(() => String, { nullable: true })
  command?: string | null;

  @Field(() => [String], { nullable: true })
  arguments?: readonly string[] | null;

  @Field(() => ID, { nullable: true })
  credentialId?: string | null;
}
