import type { FlowNodeOf, JsonObject } from '@aether/schema';
import { callEndpoint } from '../../endpoint/call-endpoint.ts';
import { NodeNotRunnableError } from '../errors.ts';
import type { NodeAnswer, NodeContext } from '../node-context.ts';
import { evaluateAll } from '../node-scope.ts';
import { needed } from '../node-steps.ts';

/** Calls the endpoint of a HYBRID agent. The output is what its mapping makes of the answer. */
export async function runEndpointNode({ input }: FlowNodeOf<'endpoint'>, context: NodeContext): Promise<NodeAnswer> {
  const { journal, parts, scope, name, situation } = context;
  const { endpoint } = journal.run.spec;
  if (endpoint === undefined) throw new NodeNotRunnableError('endpoint');
  const inputs: JsonObject = await needed(context, 'HTTP_CALL', () => evaluateAll(scope, input));
  return { output: await callEndpoint(journal, parts, { endpoint, inputs, name, situation }), port: null };
}
