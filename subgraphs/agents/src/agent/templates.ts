import { AGENT_TEMPLATES, type AgentSpec, type AgentTemplateFacts, type AgentTemplateSlug } from '@aether/schema';

export interface TemplateRecord {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly useCase: string;
  readonly needsLanguageModel: boolean;
  readonly example: AgentTemplateFacts['example'];
  readonly kind: AgentSpec['kind'];
  readonly spec: AgentSpec;
}

/** Templates ship with the product and are the same in every tenant: no nodes, and ids that never change. */
const IDS: Record<AgentTemplateSlug, string> = {
  'questions-and-answers': 'tpl_01JZ0000000000000000000001',
  conversation: 'tpl_01JZ0000000000000000000002',
  'reviewed-answer': 'tpl_01JZ0000000000000000000021',
  'expense-approval': 'tpl_01JZ0000000000000000000022',
  'answer-each': 'tpl_01JZ0000000000000000000023',
  'sales-qualification': 'tpl_01JZ0000000000000000000031',
  'support-triage': 'tpl_01JZ0000000000000000000032',
  'contract-review': 'tpl_01JZ0000000000000000000033',
  'research-brief': 'tpl_01JZ0000000000000000000034',
  'meeting-minutes': 'tpl_01JZ0000000000000000000035',
  'data-report': 'tpl_01JZ0000000000000000000036',
  'incident-summary': 'tpl_01JZ0000000000000000000037',
  'job-description': 'tpl_01JZ0000000000000000000038',
  'onboarding-plan': 'tpl_01JZ0000000000000000000039',
  'rfp-answer': 'tpl_01JZ0000000000000000000040',
  'training-quiz': 'tpl_01JZ0000000000000000000041',
  podcast: 'tpl_01JZ0000000000000000000042',
};

const TEMPLATES: readonly TemplateRecord[] = Object.values(AGENT_TEMPLATES).map((template) => ({
  ...template,
  id: IDS[template.slug],
  kind: template.spec.kind,
}));

export function agentTemplates(): readonly TemplateRecord[] {
  return TEMPLATES;
}

export function findTemplate(id: string): TemplateRecord | null {
  return TEMPLATES.find((template) => template.id === id) ?? null;
}
