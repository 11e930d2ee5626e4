import { useNavigate } from '@tanstack/react-router';
import { useCreateAgent } from '../use-create-agent.ts';
import { chosenSpec, type TemplateChoices } from './template-choices.ts';
import type { Template } from './template-document.ts';

/** Makes a draft of one's own from a template, with what was chosen, and opens it. */
export function useTemplate() {
  const navigate = useNavigate();
  const { busy, problem, create } = useCreateAgent();
  return {
    busy,
    problem,
    create: async (template: Template, choices: TemplateChoices): Promise<void> => {
      const spec = chosenSpec(template.spec, choices);
      const from = spec === null ? { templateId: template.id } : { spec };
      const agentId = await create({ name: template.name, ...from });
      if (agentId === null) return;
      const tab = template.kind === 'WORKFLOW' ? 'flow' : 'configure';
      await navigate({ to: '/agents/$agentId', params: { agentId }, search: { tab } });
    },
  };
}
