import type { FlowNode, FlowNodeOf, JsonValue } from '@aether/schema';
import type { Citation, Journal, StepType } from '../journal.ts';
import type { ToolSituation } from '../loop/tool-policy.ts';
import type { RetrievedPassage, RuntimeParts } from '../runtime-parts.ts';
import type { MarkedValue } from './marked-value.ts';
import type { NodeScope } from './node-scope.ts';

/** What a map may do for each item, and what a node may do alone. */
export type WorkNode = FlowNodeOf<'map'>['each'];

/** What a node is given when its turn comes. */
export interface NodeContext {
  readonly id: string;
  /** What people read. */
  readonly name: string;
  /** Its steps belong to the node. */
  readonly journal: Journal;
  readonly parts: RuntimeParts;
  readonly scope: NodeScope;
  /** What its values may hold: text of documents and tools that ran before. */
  readonly situation: ToolSituation;
  /** What a node of type retrieve found. */
  readonly passagesOf: (nodeId: string) => readonly RetrievedPassage[];
  /** Answers for which an edge leads on. */
  readonly ports: ReadonlySet<string>;
  /** Nodes with a taken edge to this one, in order of their ids. */
  readonly before: readonly string[];
}

/** How a node ended well. */
export interface NodeAnswer {
  readonly output: JsonValue;
  /** Which edges are taken; null = those that name no answer. */
  readonly port: string | null;
  /** Its output as a model may read it; absent = as it is. */
  readonly marked?: MarkedValue | undefined;
  readonly citations?: readonly Citation[];
}

/** The type that a node's own step has in the chain; null for what has no type there. */
export function stepTypeOf(type: FlowNode['type']): StepType | null {
  return Object.hasOwn(STEP_TYPES, type) ? (STEP_TYPES[type] ?? null) : null;
}

const STEP_TYPES: Partial<Record<FlowNode['type'], StepType>> = {
  model: 'LLM_INVOCATION',
  retrieve: 'VECTOR_SEARCH',
  tool: 'TOOL_EXECUTION',
  agent: 'AGENT_CALL',
  http: 'HTTP_CALL',
  endpoint: 'HTTP_CALL',
  subflow: 'SUBFLOW',
  wait: 'WAIT',
  transform: 'TRANSFORM',
  output: 'TRANSFORM',
  condition: 'CONDITION',
  switch: 'SWITCH',
  map: 'MAP',
  merge: 'MERGE',
  approval: 'APPROVAL',
  artifact: 'ARTIFACT',
  'error-handler': 'ERROR_HANDLER',
};
