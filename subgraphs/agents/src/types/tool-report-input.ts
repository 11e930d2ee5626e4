import { JSONSchema, JSONValue } from '@aether/common/service';
import { Directive, Field, InputType } from 'type-graphql';

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
}
