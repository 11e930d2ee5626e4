import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A server that is registered in a TAS-MCP.' })
export class TasServer {
  @Field(() => String, { description: 'Of the TAS-MCP, such as `postgres`.' })
  serverId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;

  @Field(() => String, { nullable: true })
  version!: string | null;

  @Field(() => String, { nullable: true })
  category!: string | null;

  @Field(() => String, { description: 'What `connectToolServer` takes with the kind TAS_MCP.' })
  url!: string;

  @Field(() => String, { nullable: true, description: 'Why it cannot be connected; null = it can be.' })
  unavailableReason!: string | null;
}
