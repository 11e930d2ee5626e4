import { JSONValue } from '@aether/common/service';
import type { JsonObject } from '@aether/schema';
import { Field, ObjectType } from 'type-graphql';
import { ToolTransport } from '../tools/tool-catalog.ts';
import { RegistryProblem } from './registry-problem.ts';

@ObjectType({ description: 'A tool server as a registry of MCP, or a file from one, describes it.' })
export class RegistryServer {
  @Field(() => String, { description: 'Such as `io.github.somebody/server`.' })
  name!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  description!: string;

  @Field(() => String, { nullable: true })
  version!: string | null;

  @Field(() => ToolTransport, { nullable: true, description: 'Null = it cannot be connected here.' })
  transport!: ToolTransport | null;

  @Field(() => String, { nullable: true, description: 'Its address, or its package as an operator names it.' })
  place!: string | null;

  @Field(() => JSONValue, { nullable: true, description: 'What `importToolServers` takes; null = it cannot be read.' })
  server!: JsonObject | null;

  @Field(() => [RegistryProblem], { description: 'Why it cannot be read.' })
  problems!: readonly RegistryProblem[];

  @Field(() => String, { nullable: true, description: 'Why it cannot be connected here (yet); null = it can be.' })
  unavailableReason!: string | null;

  @Field(() => Boolean, {
    description: 'Whether importing it makes an offer, if only one that an operator has to allow.',
  })
  importable!: boolean;

  @Field(() => Boolean)
  imported!: boolean;
}
