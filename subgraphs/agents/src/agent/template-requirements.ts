import { type AgentsContext, lookUpCallOf } from '../context.ts';
import { type RequirementVerdict, requirementsOf } from '../market/requirements.ts';
import { findTemplate } from './templates.ts';

/**
 * What templates refer to, judged for the viewer: one look for all of a list. The model of a template that needs a language model
 * only stands in for the one that a person chooses.
 */
export function loadTemplateRequirements(
  context: AgentsContext,
  templateId: string,
): Promise<readonly RequirementVerdict[]> {
  const load = async (ids: readonly string[]) => {
    const templates = ids.map(findTemplate);
    const specs = templates.flatMap((template) => (template === null ? [] : [template.spec]));
    const facts = await context.parts.validator.lookUpAll(specs, lookUpCallOf(context));
    return templates.map((template) => {
      if (template === null) return [];
      const all = requirementsOf(template.spec, facts);
      return template.needsLanguageModel ? all.filter(({ kind }) => kind !== 'MODEL') : all;
    });
  };
  return context.loaders.loader<string, readonly RequirementVerdict[]>('template-requirements', load).load(templateId);
}
