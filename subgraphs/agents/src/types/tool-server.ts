import { Timestamp } from '@aether/common/service';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { HealthStatus } from '../catalog.ts';
import { ToolServerKind, ToolTransport } from '../tool-catalog.ts';

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

  @Field(() => String, { nullable: true })
  command!: string | null;

  @Field(() => [String])
  arguments!: readonly string[];

  @Field(() => HealthStatus)
  status!: HealthStatus;

  @Field(() => String, { nullable: true })
  lastError!: string | null;

  @Field(() => Timestamp, { nullable: true })
  checkedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'MCP revision that was agreed on.' })
  protocolRevision!: string | null;

  @Field(() => Boolean)
  enabled!: boolean;
}
