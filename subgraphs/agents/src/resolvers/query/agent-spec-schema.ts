import { JSONSchema, Permission } from '@aether/common/service';
import { agentSpecJsonSchema } from '@aether/schema';
import { Query, Resolver } from 'type-graphql';

@Resolver()
export class AgentSpecSchemaResolver {
  @Permission('agent:read')
  @Query(() => JSONSchema)
  agentSpecSchema(): unknown {
    return agentSpecJsonSchema;
  }
}
