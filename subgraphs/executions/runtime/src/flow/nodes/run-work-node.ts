import type { NodeAnswer, NodeContext, WorkNode } from '../node-context.ts';
import { runAgentNode } from './agent-node.ts';
import { runHttpNode } from './http-node.ts';
import { runModelNode } from './model-node.ts';
import { runTransformNode } from './pure-nodes.ts';
import { runRetrieveNode } from './retrieve-node.ts';
import { runToolNode } from './tool-node.ts';

/** Work that stands alone in a flow or is done for each item of a map. */
export function runWorkNode(node: WorkNode, context: NodeContext): Promise<NodeAnswer> {
  switch (node.type) {
    case 'model':
      return runModelNode(node, context);
    case 'retrieve':
      return runRetrieveNode(node, context);
    case 'tool':
      return runToolNode(node, context);
    case 'transform':
      return runTransformNode(node, context);
    case 'agent':
      return runAgentNode(node, context);
    case 'http':
      return runHttpNode(node, context);
  }
}
