import type { Endpoint, JsonValue } from '@aether/schema';
import { needed, pureStep } from '../flow/node-steps.ts';
import type { Journal, StepUsage } from '../journal.ts';
import { renderInstructions } from '../loop/render-instructions.ts';
import type { ToolSituation } from '../loop/tool-policy.ts';
import { callOutside } from '../outside/call-outside.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { evaluateFor } from './endpoint-plan.ts';
import { waysOf } from './ways-of.ts';
import { planEndpointCall } from './plan-endpoint-call.ts';

export interface EndpointCall {
  readonly endpoint: Endpoint;
  readonly inputs: Readonly<Record<string, JsonValue>>;
  /** What people read. */
  readonly name: string;
  /** What the input may hold. */
  readonly situation: ToolSituation;
}

/** Nobody has said what it costs. */
const UNPRICED: StepUsage = {
  promptTokens: 0,
  completionTokens: 0,
  cachedTokens: 0,
  cost: null,
  unpriced: true,
  modelId: null,
};

/**
 * Calls the endpoint of an agent as one step, and maps its answer in a second one: a mapping that fails says so, and the call is not made
 * again for it.
 * @throws WaitingError while a person has to allow it
 */
export async function callEndpoint(
  journal: Journal,
  parts: RuntimeParts,
  { endpoint, inputs, name, situation }: EndpointCall,
): Promise<JsonValue> {
  const { run } = journal;
  const place = { journal, name };
  const instructions = renderInstructions(run.spec.instructions, run.input);
  const plan = await needed(place, 'HTTP_CALL', () => planEndpointCall(endpoint, { inputs }, instructions));
  const { approval, protocol, price } = endpoint;
  const kept = await callOutside<{ readonly response: JsonValue; readonly output: JsonValue }>(
    journal,
    {
      key: 'endpoint',
      name,
      target: plan.target,
      by: protocol === 'command' ? 'command' : 'http',
      effect: plan.effect,
      approval,
      price,
      arguments: plan.arguments,
      situation,
    },
    async (step) => {
      const { response, output, details, usage } = await plan.send(waysOf(endpoint, run, parts), step);
      return { output: { response, output }, details: { protocol, ...details }, usage: usage ?? UNPRICED };
    },
  );
  const { response: mapping } = endpoint;
  if (mapping === undefined) return kept.output;
  return pureStep(place, { key: 'response', type: 'TRANSFORM', input: { response: mapping } }, () =>
    evaluateFor({ inputs, response: kept.response }, mapping),
  );
}
