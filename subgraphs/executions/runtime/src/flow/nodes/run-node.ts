import type { FlowNode, JsonValue } from '@aether/schema';
import { NodeNotRunnableError } from '../errors.ts';
import type { NodeAnswer, NodeContext } from '../node-context.ts';
import { runApprovalNode } from './approval-node.ts';
import { runEndpointNode } from './endpoint-node.ts';
import { runArtifactNode } from './artifact-node.ts';
import { runMapNode } from './map-node.ts';
import { runConditionNode, runErrorHandlerNode, runMergeNode, runOutputNode, runSwitchNode } from './pure-nodes.ts';
import { runSubflowNode } from './subflow-node.ts';
import { runWaitNode } from './wait-node.ts';
import { runWorkNode } from './run-work-node.ts';

/** Runs one node of a flow, whatever kind it is and wherever the flow runs. */
export async function runNode(node: FlowNode, context: NodeContext): Promise<NodeAnswer> {
  switch (node.type) {
    case 'input':
      // The input was checked by the agent's schema when the run was accepted; it is JSON.
      return { output: { ...context.scope.inputs } as JsonValue, port: null };
    case 'model':
    case 'retrieve':
    case 'tool':
    case 'transform':
    case 'agent':
    case 'http':
      return runWorkNode(node, context);
    case 'endpoint':
      return runEndpointNode(node, context);
    case 'subflow':
      return runSubflowNode(node, context);
    case 'wait':
      return runWaitNode(node, context);
    case 'condition':
      return runConditionNode(node, context);
    case 'switch':
      return runSwitchNode(node, context);
    case 'map':
      return runMapNode(node, context);
    case 'merge':
      return runMergeNode(context);
    case 'approval':
      return runApprovalNode(node, context);
    case 'artifact':
      return runArtifactNode(node, context);
    case 'error-handler':
      return runErrorHandlerNode(context);
    case 'output':
      return runOutputNode(node, context);
    default:
      throw new NodeNotRunnableError(node.type);
  }
}
