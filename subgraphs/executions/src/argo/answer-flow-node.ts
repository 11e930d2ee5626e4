import { DONE, type NodeAnswer } from '@aether/argo';
import type { Doorbell } from '@aether/common/streams';
import type { ArgoExecutions } from '../db/argo-executions.ts';
import type { PinnedTexts } from '../db/pinned-texts.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { isEnded } from '../execution.ts';
import { ringId } from '../worker/ring.ts';
import { flowOf } from './flow-of.ts';
import { looksAt, type LookingParts } from './looks-at.ts';

export interface FlowNodeParts extends LookingParts {
  readonly executions: ArgoExecutions;
  readonly pins: PinnedTexts;
  readonly doorbell: Doorbell;
  readonly random: (bytes: number) => Uint8Array;
}

/**
 * The answer of one node of a flow. From now on some worker may run it, with the same code as everywhere, and notes in the record how
 * it ended. A worker that is at the run when the node is handed out may not have seen it, so that is said again until it has ended.
 */
export async function answerFlowNode(
  parts: FlowNodeParts,
  { tenantId, id: executionId, specPin }: ExecutionRecord,
  node: string,
  signal: AbortSignal,
): Promise<NodeAnswer> {
  const { executions, pins, doorbell, random } = parts;
  const key = { tenantId, executionId };
  const flow = flowOf(JSON.parse(await pins.find(tenantId, specPin)));
  // A workflow ends with its last node, and must not end before its run.
  const isLast = flow?.nodes[node]?.type === 'output';
  for await (const execution of looksAt(parts, key, signal)) {
    const { status, nodeEnds, handedOut, error } = execution;
    const answer = nodeEnds?.[node];
    const isOver = isEnded(status);
    if (answer !== undefined && (isOver || !isLast)) return { phase: 'Succeeded', result: answer ?? DONE };
    if (isOver) return { phase: 'Failed', message: error?.message ?? `The run ended ${status}.` };
    if (answer !== undefined || (status !== 'QUEUED' && handedOut?.includes(node) === true)) continue;
    await executions.handOut(key, node, Buffer.from(random(8)).toString('hex'));
    void doorbell.ring(execution.queue, ringId({ ...execution, executionId }));
  }
  throw signal.reason;
}
