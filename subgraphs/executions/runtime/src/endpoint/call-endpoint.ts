import type { Endpoint, JsonObject, JsonValue } from '@aether/schema';
import { needed, pureStep } from '../flow/node-steps.ts';
import type { Journal, StepUsage } from '../journal.ts';
import { renderInstructions } from '../loop/render-instructions.ts';
import type { ToolSituation } from '../loop/tool-policy.ts';
import { callOutside } from '../outside/call-outside.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { type EndpointPlan, type EndpointWays, evaluateFor } from './endpoint-plan.ts';
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

interface KeptAnswer extends JsonObject {
  readonly response: JsonValue;
  readonly output: JsonValue;
}

/** The answer that came at once, or that of the task which goes on there. */
function followed(
  journal: Journal,
  { follow, target }: EndpointPlan,
  ways: EndpointWays,
  { name, ...sent }: KeptAnswer & { readonly name: string },
): Promise<KeptAnswer> | KeptAnswer {
  const { openTask: task } = sent;
  if (typeof task !== 'string' || follow === undefined) return sent;
  return journal.step({ key: 'endpoint/task', type: 'HTTP_CALL', name, input: { task } }, async (step) => {
    const { response, output, details } = await follow(ways, step, task);
    return { output: { response, output }, details: { target, ...details }, usage: null };
  });
}

/**
 * Calls the endpoint of an agent as one step, follows what it has begun there in a second one, and maps the answer in a third one: what fails
 * later says so, and the call is not made again for it.
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
  const ways = waysOf(endpoint, run, parts);
  const sent = await callOutside<KeptAnswer>(
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
      const { response, output, details, usage, openTask } = await plan.send(ways, step);
      const kept = { response, output, ...(openTask === undefined ? {} : { openTask }) };
      return { output: kept, details: { protocol, ...details }, usage: usage ?? UNPRICED };
    },
  );
  const kept = await followed(journal, plan, ways, { ...sent, name });
  const { response: mapping } = endpoint;
  if (mapping === undefined) return kept.output;
  return pureStep(place, { key: 'response', type: 'TRANSFORM', input: { response: mapping } }, () =>
    evaluateFor({ inputs, response: kept.response }, mapping),
  );
}
