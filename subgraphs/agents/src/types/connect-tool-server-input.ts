import { JSONValue } from '@aether/common/service';
import { Field, ID, InputType } from 'type-graphql';
import { ToolServerKind, ToolTransport } from '../tools/tool-catalog.ts';

@InputType({
  description:
    'From an offer, or by hand: `url` for HTTP; `command` and `arguments` for STDIO, as the operator allows them; `document` for OPENAPI and HTTP_ENDPOINT; `url` for TAS_BRIDGE, and for TAS_MCP that of one of its servers, as `tasServers` lists them.',
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

  @Field(() => JSONValue, {
    nullable: true,
    description: 'Of an offer, as its `settingsSchema` says, without its secret.',
  })
  settings?: unknown;

  @Field(() => ToolTransport, { nullable: true })
  transport?: ToolTransport | null;

  @Field(() => String, { nullable: true })
  url?: string | null;

  @Field(() => String, { nullable: true })
  command?: string | null;

  @Field(() => [String], { nullable: true })
  arguments?: readonly string[] | null;

  @Field(() => JSONValue, {
    nullable: true,
    description:
      'An OpenAPI 3 document: itself, its text (JSON or YAML), or the address where it is read. Of HTTP_ENDPOINT: `{ name, description, method, url, query, headers, body, inputSchema }`.',
  })
  document?: unknown;

  @Field(() => ID, { nullable: true })
  credentialId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Each person calls it with their own account. Over HTTP only.',
  })
  credentialPerUser?: boolean | null;
}
