import { JSONSchema, JSONValue } from '@aether/common/service';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { ApprovalPolicy, ToolEffect } from '../tools/tool-catalog.ts';
import { ToolFinding } from './tool-finding.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'One callable function of a tool server.' })
export class Tool {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: '`<server>/<name>`, as a specification names it.' })
  slug!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  title!: string | null;

  @Field(() => String)
  description!: string;

  @Field(() => JSONSchema)
  inputSchema!: unknown;

  @Field(() => JSONSchema, { nullable: true })
  outputSchema!: unknown;

  @Field(() => JSONValue, { nullable: true, description: 'What the server says about effects; never trusted.' })
  annotations!: unknown;

  @Field(() => ToolEffect, { description: 'As approved; before that, what the hints of the server propose.' })
  effect!: ToolEffect;

  @Field(() => ApprovalPolicy)
  approval!: ApprovalPolicy;

  @Field(() => String, {
    description: 'SHA-256 of name, description, schemas and annotations, as the server offers them now.',
  })
  definitionHash!: string;

  @Field(() => [ToolFinding], {
    description: 'What in the definition is meant to steer a model; who approves it should know.',
  })
  findings!: readonly ToolFinding[];

  @Field(() => Boolean, { description: 'False: the server offers it no more.' })
  listed!: boolean;
}
