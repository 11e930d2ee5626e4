import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { ToolRecord } from '../tools/tool-catalog.ts';
import { Tool } from './tool.ts';

@ObjectType()
export class ToolPayload {
  @Field(() => Tool, { nullable: true })
  tool!: ToolRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
