import type { FlowNode } from './flow-nodes.ts';

/** Of an edge that is taken when its node fails. */
export const ERROR_PORT = 'error';
/** Of a switch whose value is none of its cases. */
export const OTHERWISE_PORT = 'otherwise';

const ANSWERS = ['true', 'false'];
/** Nodes whose failure a handler can take; the others decide, begin or end. */
const MAY_FAIL: ReadonlySet<string> = new Set([
  'model',
  'retrieve',
  'tool',
  'transform',
  'agent',
  'http',
  'endpoint',
  'subflow',
  'wait',
  'map',
  'merge',
  'artifact',
]);

export interface FlowPorts {
  /** Answers that edges out of the node may name. */
  readonly names: readonly string[];
  /** Whether every edge must name one. */
  readonly isRequired: boolean;
}

/** How a node can answer. An edge out of it without `when` is taken when the node ended well. */
export function portsOf(node: FlowNode): FlowPorts {
  switch (node.type) {
    case 'condition':
      return { names: ANSWERS, isRequired: true };
    case 'switch':
      return { names: [...node.cases, OTHERWISE_PORT], isRequired: true };
    case 'approval':
      return { names: ANSWERS, isRequired: false };
    default:
      return { names: MAY_FAIL.has(node.type) ? [ERROR_PORT] : [], isRequired: false };
  }
}
