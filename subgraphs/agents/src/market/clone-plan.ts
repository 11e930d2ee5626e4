import { AGENT_TOOLS, agentOfTool, type AgentSpec } from '@aether/schema';
import { ValidationError } from '@aether/common/service';
import { withFlowAgents } from '../validation/flow-agents.ts';
import type { RequirementVerdict } from './requirements.ts';

export const CloneItemKind = {
  AGENT: 'AGENT',
  MODEL: 'MODEL',
  NOTEBOOK: 'NOTEBOOK',
  TOOL: 'TOOL',
  CREDENTIAL: 'CREDENTIAL',
  MEMORY: 'MEMORY',
  TRIGGER: 'TRIGGER',
} as const;
export type CloneItemKind = keyof typeof CloneItemKind;

export const CloneOutcome = {
  COPIED: 'COPIED',
  SHARED: 'SHARED',
  BIND: 'BIND',
  REQUEST: 'REQUEST',
  DROPPED: 'DROPPED',
} as const;
export type CloneOutcome = keyof typeof CloneOutcome;

/** Something of the own that can stand in for a part that is closed. */
export interface BindingOption {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
}

/** One part of an agent, and what becomes of it in a clone. */
export interface CloneItem {
  /** Stable for one version: `model:<slug>`, `notebook:<slug>`, `tool:<name>`, `agent:<slug>` of an agent among its tools. */
  readonly key: string;
  readonly kind: CloneItemKind;
  readonly name: string;
  readonly outcome: CloneOutcome;
  readonly reason: string;
  readonly options: readonly BindingOption[];
}

export interface Binding {
  readonly itemKey: string;
  readonly optionId: string;
}

/** What the person could use instead, by kind. */
export type BindingOptions = Readonly<Record<'MODEL' | 'NOTEBOOK' | 'TOOL' | 'AGENT', readonly BindingOption[]>>;

const NEVER_COPIED: readonly CloneItem[] = [
  item('secrets', 'CREDENTIAL', 'Secrets', 'DROPPED', 'Never copied; connect your own where one is needed.'),
  item('memory', 'MEMORY', 'Memory', 'DROPPED', 'Never copied; it stays with the original agent.'),
  item('triggers', 'TRIGGER', 'Triggers', 'DROPPED', 'Never copied; you decide what starts your agent.'),
];

/** Every part of an agent with its outcome for the person whom the requirements were judged for. */
export function cloneItems(requirements: readonly RequirementVerdict[], options: BindingOptions): readonly CloneItem[] {
  return [
    item('agent', 'AGENT', 'Instructions and settings', 'COPIED', 'Yours to edit.'),
    ...requirements.map((requirement) => itemOf(requirement, options[requirement.kind])),
    ...NEVER_COPIED,
  ];
}

/** Items that stand in the way until they are bound or access is granted. */
export function blockingItems(items: readonly CloneItem[]): readonly CloneItem[] {
  return items.filter(({ outcome }) => outcome === 'BIND' || outcome === 'REQUEST');
}

const SHARED_BECAUSE = {
  MODEL: 'The same model, paid from your budget.',
  NOTEBOOK: 'You can read it.',
  TOOL: 'You can use it.',
  AGENT: 'You can run it.',
} as const;

function itemOf(requirement: RequirementVerdict, options: readonly BindingOption[]): CloneItem {
  const { kind, slug, name, reason } = requirement;
  const key = `${kind.toLowerCase()}:${slug}`;
  if (reason === null) return item(key, kind, name, 'SHARED', SHARED_BECAUSE[kind]);
  return { key, kind, name, outcome: kind === 'NOTEBOOK' ? 'REQUEST' : 'BIND', reason, options };
}

function item(key: string, kind: CloneItemKind, name: string, outcome: CloneOutcome, reason: string): CloneItem {
  return { key, kind, name, outcome, reason, options: [] };
}

/**
 * The specification with bound parts put in place of closed ones.
 * @throws ValidationError when a binding names no item, or none of its options
 */
export function boundSpec(spec: AgentSpec, items: readonly CloneItem[], bindings: readonly Binding[]): AgentSpec {
  const slugs = new Map(bindings.map((binding, index) => [binding.itemKey, chosen(items, binding, index)]));
  const bound = (kind: 'model' | 'notebook' | 'tool' | 'agent', slug: string) => slugs.get(`${kind}:${slug}`) ?? slug;
  const boundTool = (tool: string): string => {
    const agent = agentOfTool(tool);
    return agent === null ? bound('tool', tool) : `${AGENT_TOOLS}${bound('agent', agent)}`;
  };
  const primary = bound('model', spec.model.primary);
  const fallbacks = spec.model.fallbacks.map((slug) => bound('model', slug));
  return {
    ...spec,
    // Two models may now be the same one, which validation refuses: a fallback to itself helps nobody.
    model: { ...spec.model, primary, fallbacks: [...new Set(fallbacks)].filter((slug) => slug !== primary) },
    knowledge: distinct(
      Object.entries(spec.knowledge).map(([id, part]) => [id, { ...part, notebook: bound('notebook', part.notebook) }]),
      ({ notebook }) => notebook,
    ),
    tools: distinct(
      Object.entries(spec.tools).map(([id, part]) => [id, { ...part, tool: boundTool(part.tool) }]),
      ({ tool }) => tool,
    ),
    ...(spec.flow === undefined ? {} : { flow: withFlowAgents(spec.flow, (slug) => bound('agent', slug)) }),
  };
}

function distinct<Part>(
  entries: readonly (readonly [string, Part])[],
  slugOf: (part: Part) => string,
): Record<string, Part> {
  const seen = new Set<string>();
  return Object.fromEntries(
    entries.filter(([, part]) => {
      const slug = slugOf(part);
      return !seen.has(slug) && seen.add(slug);
    }),
  );
}

function chosen(items: readonly CloneItem[], { itemKey, optionId }: Binding, index: number): string {
  const found = items.find(({ key }) => key === itemKey);
  if (found === undefined)
    throw new ValidationError(
      ['bindings', String(index), 'itemKey'],
      'a key of the clone preview',
      JSON.stringify(itemKey),
    );
  const option = found.options.find(({ id }) => id === optionId);
  if (option === undefined)
    throw new ValidationError(
      ['bindings', String(index), 'optionId'],
      `an option of ${itemKey}`,
      JSON.stringify(optionId),
    );
  return option.slug;
}
