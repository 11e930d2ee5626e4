import { JSONSchema } from '@aether/common/service';
import type { JsonObject } from '@aether/schema';
import { Field, ObjectType } from 'type-graphql';
import { ToolServerKind, ToolTransport } from '../tools/tool-catalog.ts';

@ObjectType({
  description:
    'A tool server that can be connected by its name: a program that the operator allows, one that the organization has imported, or an entry of the catalog that ships with the product.',
})
export class ToolServerOffer {
  @Field(() => String)
  slug!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;

  @Field(() => ToolServerKind)
  kind!: ToolServerKind;

  @Field(() => ToolTransport)
  transport!: ToolTransport;

  @Field(() => JSONSchema, {
    description: 'What is set for it. A property that is only written is its secret: a credential, and no setting.',
  })
  settingsSchema!: JsonObject;

  @Field(() => String, { nullable: true, description: 'Why it cannot be connected here; null = it can be.' })
  unavailableReason!: string | null;

  @Field(() => Boolean)
  connected!: boolean;

  @Field(() => Boolean, { description: 'The organization has brought it, and can remove it.' })
  imported!: boolean;

  @Field(() => String, { nullable: true, description: 'Of the server or its package, where one is said.' })
  version!: string | null;
}
