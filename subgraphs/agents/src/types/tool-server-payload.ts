import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { ToolServerRecord } from '../tools/tool-catalog.ts';
import { ToolServer } from './tool-server.ts';

@ObjectType()
export class ToolServerPayload {
  @Field(() => ToolServer, { nullable: true })
  toolServer!: ToolServerRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
