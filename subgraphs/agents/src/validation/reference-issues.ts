import { AGENT_TEMPLATES, agentOfTool, type AgentSpec } from '@aether/schema';
import type { CalledAgent } from '../agent/called-agent.ts';
import { flowAgents } from './flow-agents.ts';
import { mediaModelIssues, mediaModels } from './media-models.ts';
import type { ModelRecord } from '../models/catalog.ts';
import { type ToolRecord, isApproved } from '../tools/tool-catalog.ts';
import type { ValidationIssue } from './validation-issue.ts';

/** What the references of a specification lead to. */
export interface ReferenceFacts {
  /** Models of the tenant by slug; absent = no such model. */
  readonly models: ReadonlyMap<string, ModelRecord>;
  /** Ids of notebooks by slug, null = none that the viewer may read. Null for all of them: could not be looked up. */
  readonly notebooks: ReadonlyMap<string, string | null> | null;
  /** Tools of the tenant by slug; absent = no such tool. */
  readonly tools: ReadonlyMap<string, ToolRecord>;
  /** Agents that are tools, by slug; absent = none that the viewer sees. */
  readonly agents: ReadonlyMap<string, CalledAgent>;
}

const ALWAYS_THERE = AGENT_TEMPLATES['questions-and-answers'].spec.model.primary;

export function modelSlugs(spec: AgentSpec): readonly string[] {
  const media = mediaModels(spec).map(({ slug }) => slug);
  return [...new Set([spec.model.primary, ...spec.model.fallbacks, ...media])];
}

export function notebookSlugs(spec: AgentSpec): readonly string[] {
  return [...new Set(Object.values(spec.knowledge).map(({ notebook }) => notebook))];
}

export function toolSlugs(spec: AgentSpec): readonly string[] {
  const tools = Object.values(spec.tools).map(({ tool }) => tool);
  return [...new Set(tools.filter((tool) => agentOfTool(tool) === null))];
}

/** Of the agents among its tools and in its flow. */
export function agentSlugs(spec: AgentSpec): readonly string[] {
  const tools = Object.values(spec.tools).flatMap(({ tool }) => agentOfTool(tool) ?? []);
  return [...new Set([...tools, ...flowAgents(spec).map(({ slug }) => slug)])];
}

/** Models, notebooks and tools that are not there, or cannot do what they are named for. */
export function referenceIssues(spec: AgentSpec, facts: ReferenceFacts): ValidationIssue[] {
  return [
    ...modelIssues(spec.model.primary, ['model', 'primary'], facts),
    ...spec.model.fallbacks.flatMap((slug, index) => modelIssues(slug, ['model', 'fallbacks', String(index)], facts)),
    ...mediaModels(spec).flatMap((media) => mediaModelIssues(media, facts.models)),
    ...notebookIssues(spec, facts),
    ...toolIssues(spec, facts),
    ...flowAgentIssues(spec, facts),
  ];
}

function modelIssues(slug: string, path: readonly string[], facts: ReferenceFacts): ValidationIssue[] {
  const model = facts.models.get(slug);
  const fix = [{ op: 'replace', path: `/spec/${path.join('/')}`, value: ALWAYS_THERE }];
  const hint = `Choose a model of the catalog, for example ${ALWAYS_THERE}.`;
  if (model === undefined)
    return [{ code: 'MODEL_NOT_FOUND', severity: 'ERROR', message: `There is no model "${slug}".`, hint, path, fix }];
  if (!model.enabled)
    return [{ code: 'MODEL_GONE', severity: 'ERROR', message: `The model "${slug}" is disabled.`, hint, path, fix }];
  if (!model.capabilities.includes('CHAT')) {
    return [
      { code: 'MODEL_INCAPABLE', severity: 'ERROR', message: `The model "${slug}" cannot chat.`, hint, path, fix },
    ];
  }
  if (model.status !== 'DOWN') return [];
  const message = `The model "${slug}" did not answer when it was last asked.`;
  return [
    {
      code: 'PROVIDER_UNAVAILABLE',
      severity: 'WARNING',
      message,
      hint: 'Runs fail until it answers again.',
      path,
      fix: null,
    },
  ];
}

function notebookIssues(spec: AgentSpec, { notebooks }: ReferenceFacts): ValidationIssue[] {
  const entries = Object.entries(spec.knowledge);
  if (notebooks === null) {
    const message = 'The notebooks could not be looked up at the moment.';
    return [
      {
        code: 'UNAVAILABLE',
        severity: 'WARNING',
        message,
        hint: 'They are looked up again when the agent runs.',
        path: ['knowledge'],
        fix: null,
      },
    ];
  }
  return entries.flatMap(([id, { notebook }]): ValidationIssue[] => {
    if ((notebooks.get(notebook) ?? null) !== null) return [];
    return [
      {
        code: 'NOTEBOOK_NOT_FOUND',
        severity: 'ERROR',
        message: `There is no notebook "${notebook}" that you can see.`,
        hint: 'Check its slug, or ask its owner to share it with you.',
        path: ['knowledge', id, 'notebook'],
        fix: [{ op: 'remove', path: `/spec/knowledge/${id}` }],
      },
    ];
  });
}

/** A run that silently lacked its tools would look like a poor agent, so it is told before it is published. */
function toolIssues(spec: AgentSpec, { tools, agents }: ReferenceFacts): ValidationIssue[] {
  return Object.entries(spec.tools).flatMap(([id, { tool: slug }]): ValidationIssue[] => {
    const agent = agentOfTool(slug);
    const problem = agent === null ? toolProblem(slug, tools.get(slug)) : agentProblem(agent, agents.get(agent));
    if (problem === null) return [];
    const fix = [{ op: 'remove', path: `/spec/tools/${id}` }];
    return [{ ...problem, severity: 'ERROR', path: ['tools', id, 'tool'], fix }];
  });
}

function flowAgentIssues(spec: AgentSpec, { agents }: ReferenceFacts): ValidationIssue[] {
  return flowAgents(spec).flatMap(({ slug, path }): ValidationIssue[] => {
    const problem = agentProblem(slug, agents.get(slug));
    return problem === null ? [] : [{ ...problem, severity: 'ERROR', path, fix: null }];
  });
}

function agentProblem(
  slug: string,
  agent: CalledAgent | undefined,
): Pick<ValidationIssue, 'code' | 'message' | 'hint'> | null {
  if (agent === undefined) {
    const hint = 'Check its slug, or ask its owner to let you see it.';
    return { code: 'NOT_FOUND', message: `There is no agent "${slug}" that you can see.`, hint };
  }
  if (agent.hash === null) {
    const message = `The agent "${slug}" has no published version yet.`;
    return { code: 'AGENT_NOT_PUBLISHED', message, hint: 'Publish it first, or remove it here.' };
  }
  if (agent.refusal === null) return null;
  const message = `You may not run the agent "${slug}": ${agent.refusal}`;
  return { code: 'FORBIDDEN', message, hint: 'Ask its owner, or remove it here.' };
}

function toolProblem(
  slug: string,
  tool: ToolRecord | undefined,
): Pick<ValidationIssue, 'code' | 'message' | 'hint'> | null {
  const named = `The tool "${slug}"`;
  if (tool === undefined) {
    const hint = 'Remove it, or ask an administrator to connect its server on the Tools page.';
    return { code: 'TOOL_NOT_FOUND', message: `There is no tool "${slug}".`, hint };
  }
  if (!tool.serverEnabled || !tool.listed) {
    const message = tool.serverEnabled ? `${named} is offered by its server no more.` : `The server of ${slug} is off.`;
    return { code: 'TOOL_NOT_FOUND', message, hint: 'Remove it, or choose another tool.' };
  }
  if (isApproved(tool)) return null;
  const message =
    tool.approvedHash === null ? `${named} is not approved.` : `${named} has changed since it was approved.`;
  return { code: 'TOOL_NOT_APPROVED', message, hint: 'Ask an administrator to approve it on the Tools page.' };
}
