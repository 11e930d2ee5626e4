import { GRAPH_LABELS } from './graph-labels.ts';
import type { GraphLabel } from './graph-labels.ts';

export interface RelationshipFacts {
  owner: string;
  from: readonly GraphLabel[];
  to: readonly GraphLabel[];
  properties: readonly string[];
}

/**
 * Every relationship type and the one package that writes it. An edge to a foreign node matches that node by id and tenant and
 * writes nothing else on it. Events and steps are found by their execution's id and a number or key, not by edges.
 */
export const GRAPH_RELATIONSHIPS = {
  BELONGS_TO: edge('@aether/identity', ['User', 'Team'], ['Department', 'Tenant'], ['since']),
  MEMBER_OF: edge('@aether/identity', ['User'], ['Team'], ['since']),
  CREATED: edge('@aether/agents', ['User'], ['Agent'], ['timestamp']),
  HAS_DRAFT: edge('@aether/agents', ['Agent'], ['AgentDraft'], []),
  HAS_VERSION: edge('@aether/agents', ['Agent'], ['AgentVersion'], []),
  SEARCHES_NOTEBOOK: edge('@aether/agents', ['Agent'], ['Notebook'], ['mode']),
  CONFIGURED_FOR: edge('@aether/agents', ['Agent'], ['LLM'], ['primary', 'fallbackOrder']),
  CLONED_FROM: edge('@aether/agents', ['Agent'], ['AgentVersion'], []),
  COLLABORATES_ON: edge('@aether/agents', ['User'], ['Agent'], ['role', 'since']),
  USES_TOOL: edge('@aether/agents', ['Agent'], ['Tool'], []),
  OFFERS: edge('@aether/agents', ['Provider', 'ToolServer'], ['LLM', 'Tool'], []),
  DESCRIBED_BY: edge('@aether/agents', ['ToolServer'], ['ToolServerDocument'], []),
  CONTAINS: edge('@aether/memory', ['Notebook'], ['Document'], []),
  HAS_PASSAGE: edge('@aether/memory', ['Document'], ['Passage'], []),
  OF: edge('@aether/executions', ['Execution'], ['AgentVersion'], []),
  STARTED_BY: edge('@aether/executions', ['Execution'], ['User'], []),
  IN_CONVERSATION: edge('@aether/executions', ['Execution'], ['Conversation'], []),
  USES: edge(
    '@aether/intelligence',
    ['User'],
    ['Agent'],
    ['frequency', 'succeeded', 'lastUsed', 'satisfaction', 'computedAtMs'],
  ),
  SUCCEEDED_FOR: edge(
    '@aether/intelligence',
    ['Agent'],
    ['User'],
    ['useCase', 'successRate', 'evidence', 'computedAtMs'],
  ),
  INVOLVES_TOOL: edge('@aether/intelligence', ['SuccessPattern'], ['Tool'], []),
  USES_KNOWLEDGE: edge('@aether/intelligence', ['SuccessPattern'], ['Notebook'], []),
  HAS_CASE: edge('@aether/testing', ['TestSuite'], ['TestCase'], []),
  HAS_CELL: edge('@aether/testing', ['Comparison'], ['Cell'], []),
} as const satisfies Record<string, RelationshipFacts>;

export type GraphRelationship = keyof typeof GRAPH_RELATIONSHIPS;

export function isGraphLabel(value: unknown): value is GraphLabel {
  return typeof value === 'string' && Object.hasOwn(GRAPH_LABELS, value);
}

export function isGraphRelationship(value: unknown): value is GraphRelationship {
  return typeof value === 'string' && Object.hasOwn(GRAPH_RELATIONSHIPS, value);
}

function edge(
  owner: string,
  from: readonly GraphLabel[],
  to: readonly GraphLabel[],
  properties: readonly string[],
): RelationshipFacts {
  return { owner, from, to, properties };
}
