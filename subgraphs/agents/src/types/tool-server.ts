import { JSONSchema, JSONValue, Timestamp } from '@aether/common/service';
import type { JsonObject } from '@aether/schema';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { HealthStatus } from '../models/catalog.ts';
import { ToolQuarantine, ToolServerAccess, ToolServerKind, ToolTransport } from '../tools/tool-catalog.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A source of tools behind `/mcp`.' })
export class ToolServer {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  slug!: string;

  @Field(() => String)
  name!: string;

  @Field(() => ToolServerKind)
  kind!: ToolServerKind;

  @Field(() => ToolTransport)
  transport!: ToolTransport;

  @Field(() => String, { nullable: true })
  url!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where the document of an OPENAPI server is read; null = it was given with it.',
  })
  documentUrl!: string | null;

  @Directive('@inaccessible')
  @Field(() => String, { nullable: true, description: 'Service only: another one, another document.' })
  documentHash!: string | null;

  @Field(() => String, { nullable: true })
  command!: string | null;

  @Field(() => [String], { description: 'None for a viewer who may not manage tools.' })
  arguments!: readonly string[];

  @Field(() => String, { nullable: true, description: 'Of the offer that it was connected from.' })
  offerSlug!: string | null;

  @Field(() => JSONValue, {
    nullable: true,
    description: 'What was set for the program of an offer; null = nothing can be, or the viewer may not manage tools.',
  })
  settings!: JsonObject | null;

  @Field(() => JSONSchema, {
    nullable: true,
    description: 'What can be set for it, as in `ToolServerOffer`; null = nothing.',
  })
  settingsSchema!: JsonObject | null;

  @Field(() => Int, { description: 'Counts the changes of settings and arguments.' })
  settingsRevision!: number;

  @Directive('@inaccessible')
  @Field(() => JSONValue, {
    nullable: true,
    description: 'Service only: the `server.json` of an imported program, as it was when it was connected.',
  })
  importedServer!: JsonObject | null;

  @Field(() => Boolean, {
    description:
      'Each person calls it with their own account (`storeOwnCredential`, `authorizeOwnCredential`), never with `credential`, which only reads its list of tools.',
  })
  credentialPerUser!: boolean;

  @Field(() => HealthStatus)
  status!: HealthStatus;

  @Field(() => ToolServerAccess)
  access!: ToolServerAccess;

  @Field(() => String, { nullable: true })
  lastError!: string | null;

  @Field(() => Timestamp, { nullable: true })
  checkedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'MCP revision that was agreed on.' })
  protocolRevision!: string | null;

  @Field(() => Boolean)
  enabled!: boolean;

  @Field(() => ToolQuarantine)
  quarantine!: ToolQuarantine;
}
