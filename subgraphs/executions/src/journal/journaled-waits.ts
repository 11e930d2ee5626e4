import {
  type ApprovalDecision,
  type ApprovalRequest,
  type Journal,
  type PauseRequest,
  type SignalPayload,
  type SignalRequest,
  SignalTimeoutError,
  type TimerRequest,
  WaitingError,
} from '@aether/runtime';
import type { JsonValue } from '@aether/schema';
import { approvalDecision } from '../approval/approval-decision.ts';
import { approvalInput } from '../approval/approval-input.ts';
import type { StepRecord } from '../db/step-records.ts';
import { hashStepInput, isDone } from '../step.ts';
import { WaitTooLongError } from '../waiting/errors.ts';
import { signalInput, TIMER_INPUT } from '../waiting/wait-input.ts';

const LONGEST_WAIT_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1_000;

interface WaitsOptions {
  /** A step of the record. @throws NonDeterministicStepError, StepLimitError, or the reason of a stop */
  readonly find: (key: string, inputHash: string) => StepRecord | undefined;
  readonly journaled: <Output>(step: StepRecord) => Promise<Output>;
  readonly step: Journal['step'];
  readonly nowMs: () => number;
}

/** What a run waits for, answered from its record: whatever is not there yet makes the run wait. */
export class JournaledWaits {
  readonly #options: WaitsOptions;

  constructor(options: WaitsOptions) {
    this.#options = options;
  }

  async decisions(requests: readonly ApprovalRequest[]): Promise<readonly ApprovalDecision[]> {
    const known = requests.map((request) => this.#find(request.key, approvalInput(request)));
    const open = requests.filter((_, index) => !isDone(known[index]?.status ?? 'WAITING'));
    if (open.length > 0) throw new WaitingError(open.map((request) => ({ kind: 'APPROVAL', ...request })));
    const results = known.flatMap((step) => (step === undefined ? [] : this.#options.journaled<JsonValue>(step)));
    return (await Promise.all(results)).map(approvalDecision);
  }

  async timer(request: TimerRequest | PauseRequest): Promise<void> {
    const { key, name } = request;
    const known = this.#find(key, TIMER_INPUT);
    const nowMs = this.#options.nowMs();
    const untilMs = 'untilMs' in request ? request.untilMs : nowMs + request.afterMs;
    if (known === undefined && untilMs - nowMs > LONGEST_WAIT_DAYS * DAY_MS)
      throw new WaitTooLongError(name, new Date(untilMs).toISOString(), LONGEST_WAIT_DAYS);
    const isOpen = known === undefined ? untilMs > nowMs : known.status === 'WAITING';
    if (isOpen) throw new WaitingError([{ kind: 'TIMER', key, name, untilMs }]);
    const definition = { key, type: 'WAIT', name, input: TIMER_INPUT } as const;
    await this.#options.step(definition, async () => ({ output: null, details: { wait: 'TIMER' }, usage: null }));
  }

  async awaitSignal(request: SignalRequest): Promise<SignalPayload> {
    const known = this.#find(request.key, signalInput(request));
    if (known === undefined || known.status === 'WAITING') throw new WaitingError([{ kind: 'SIGNAL', ...request }]);
    if (!isDone(known.status)) throw new SignalTimeoutError(request.signal);
    return this.#options.journaled<SignalPayload>(known);
  }

  #find(key: string, input: unknown): StepRecord | undefined {
    return this.#options.find(key, hashStepInput(input));
  }
}
