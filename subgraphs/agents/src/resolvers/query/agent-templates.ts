import { Permission } from '@aether/common/service';
import { Query, Resolver } from 'type-graphql';
import { type TemplateRecord, agentTemplates } from '../../agent/templates.ts';
import { AgentTemplate } from '../../types/agent-template.ts';

@Resolver()
export class AgentTemplatesResolver {
  @Permission('agent:read')
  @Query(() => [AgentTemplate])
  agentTemplates(): readonly TemplateRecord[] {
    return agentTemplates();
  }
}
