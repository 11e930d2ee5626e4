import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { AgentsContext } from '../context.ts';
import { loadTemplateRequirements } from '../agent/template-requirements.ts';
import type { TemplateRecord } from '../agent/templates.ts';
import { AgentTemplate } from '../types/agent-template.ts';
import { Requirement } from '../types/requirement.ts';

@Resolver(() => AgentTemplate)
export class AgentTemplateFieldsResolver {
  @FieldResolver(() => [Requirement], { description: 'What an agent made from it needs, judged for the viewer.' })
  requirements(@Root() template: TemplateRecord, @Ctx() context: AgentsContext): Promise<readonly Requirement[]> {
    return loadTemplateRequirements(context, template.id);
  }
}
