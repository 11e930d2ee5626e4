import { Field, ObjectType } from 'type-graphql';
import { ToolServerKind, ToolTransport } from '../tool-catalog.ts';

@ObjectType({
  description:
    'A tool server that can be connected without typing its command line: a program that the operator allows.',
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

  @Field(() => Boolean)
  connected!: boolean;
}
