import { runAgent } from '../accept/run-agent.ts';
import type { ExecutionsParts } from '../context.ts';
import type { Creators } from './creators.ts';
import type { DeliveryRecord } from './delivery.ts';
import type { StartOutcome } from './delivery-starter.ts';
import type { TriggerRecord } from './trigger.ts';

/**
 * Starts the run of a delivery in the name of the trigger's maker, with the rights of this moment. The delivery's id is the
 * idempotency key: however often it is started, there is one run.
 */
export async function startDelivery(
  parts: ExecutionsParts,
  creators: Creators,
  trigger: TriggerRecord,
  delivery: DeliveryRecord,
): Promise<StartOutcome> {
  const { id, triggerId, receivedAt } = delivery;
  const viewer = await creators.viewerOf(trigger, id);
  const outcome = await runAgent(
    parts,
    {
      agentId: trigger.agentId,
      ...(trigger.versionId === null ? {} : { version: { id: trigger.versionId } }),
      input: delivery.input ?? {},
      context: { trigger: { id: triggerId, name: trigger.name }, delivery: { id, receivedAt } },
      budget: trigger.budgetPerRun,
      idempotencyKey: `delivery/${id}`,
    },
    { viewer, requestId: id, traceparent: null, delivery: { id, triggerId } },
  );
  if ('execution' in outcome) return { executionId: outcome.execution.id };
  return { problem: outcome.problems.map(({ path, message }) => `${path.slice(2).join('.')} ${message}.`).join(' ') };
}
