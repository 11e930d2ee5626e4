import { JSONSchema, JSONValue } from '@aether/common/service';
import { Directive, Field, InputType } from 'type-graphql';
import { ToolFindingInput } from './tool-finding-input.ts';

@Directive('@inaccessible')
@InputType()
export class ToolReportInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  title?: string | null;

  @Field(() => String)
  description!: string;

  @Field(() => JSONSchema)
  inputSchema!: unknown;

  @Field(() => JSONSchema, { nullable: true })
  outputSchema?: unknown;

  @Field(() => JSONValue, { nullable: true })
  annotations?: unknown;

  @Field(() => String)
  definitionHash!: string;

  @Field(() => [ToolFindingInput], { nullable: true, description: 'Null = it was not looked at.' })
  findings?: readonly ToolFindingInput[] | null;
}
