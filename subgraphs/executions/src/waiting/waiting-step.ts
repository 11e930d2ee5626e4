import type { SignalRequest, TimerRequest } from '@aether/runtime';
import type { IdSource, JsonObject } from '@aether/schema';
import type { StepChange } from '../db/execution-store.ts';
import type { NewEvent } from '../event.ts';
import { previewPayload } from '../payload.ts';
import { hashStepInput } from '../step.ts';
import { signalInput, TIMER_INPUT } from './wait-input.ts';

export type OutsideRequest =
  | ({ readonly kind: 'TIMER' } & TimerRequest)
  | ({ readonly kind: 'SIGNAL' } & SignalRequest);

export interface WaitingStep {
  readonly step: StepChange;
  readonly events: readonly NewEvent[];
  /** Epoch milliseconds. */
  readonly dueAtMs: number;
}

/** The step of a timer or a signal while it waits. */
export function waitingStep(
  request: OutsideRequest,
  facts: {
    readonly now: Date;
    readonly position: number;
    /** When a signal for which no time is named is awaited no more. */
    readonly expiresAtMs: number;
    readonly ids: IdSource;
    readonly random: (bytes: number) => Uint8Array;
  },
): WaitingStep {
  const { key, name } = request;
  const { now, position, expiresAtMs } = facts;
  const at = now.toISOString();
  const id = facts.ids('stp');
  const dueAtMs = dueAt(request, now, expiresAtMs);
  const dueAtText = new Date(dueAtMs).toISOString();
  const [input, details]: readonly [JsonObject, JsonObject] =
    request.kind === 'TIMER'
      ? [TIMER_INPUT, { wait: 'TIMER', until: dueAtText }]
      : [signalInput(request), { wait: 'SIGNAL', signal: request.signal, until: dueAtText }];
  const properties = {
    id,
    type: 'WAIT',
    name,
    status: 'WAITING',
    attempt: 1,
    inputHash: hashStepInput(input),
    position,
    startedAt: at,
    startedAtMs: now.getTime(),
    details: JSON.stringify(details),
    input: JSON.stringify(previewPayload(JSON.stringify(details), 'application/json')),
    spanId: Buffer.from(facts.random(8)).toString('hex'),
    dueAtMs,
    ...(request.kind === 'SIGNAL' ? { signal: request.signal } : {}),
  };
  const started = { stepId: id, key, parentId: null, nodeId: null, type: 'WAIT', name, attempt: 1 };
  return {
    step: { key, properties },
    events: [{ name: 'step-start', at, data: { ...started, modelId: null, toolId: null } }],
    dueAtMs,
  };
}

function dueAt(request: OutsideRequest, now: Date, expiresAtMs: number): number {
  if (request.kind === 'TIMER') return request.untilMs;
  return request.timeoutMs === null ? expiresAtMs : now.getTime() + request.timeoutMs;
}
