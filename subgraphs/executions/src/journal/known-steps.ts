import { approvalKeyOf, type StepDefinition } from '@aether/runtime';
import type { FailureRecord } from '../db/records.ts';
import type { StepRecord } from '../db/step-records.ts';
import { effectState } from '../effects-of.ts';
import { NonDeterministicStepError } from '../errors.ts';
import { isCall, isSettled } from '../step.ts';

/** What a run knows of its steps: those of the record when it was claimed, and which calls came to no known end since. */
export class KnownSteps {
  readonly #executionId: string;
  readonly #steps: ReadonlyMap<string, StepRecord>;
  /** Steps that failed under this owner: the newest attempt whose outcome is not known, by key. */
  readonly #failed = new Map<string, number>();
  readonly #tools = new Set<string>();
  #hasCalled: boolean;

  constructor(executionId: string, steps: readonly StepRecord[]) {
    this.#executionId = executionId;
    this.#steps = new Map(steps.map((step) => [step.key, step]));
    // What is reused was called by the run that is repeated.
    const own = steps.filter(({ status }) => status !== 'REUSED');
    this.#hasCalled = own.some(({ type }) => isCall(type));
    for (const { toolSlug } of own) if (toolSlug !== null) this.#tools.add(toolSlug);
  }

  /**
   * A step that was reused is an answer by its key: a retry with another input asked for that. An approval is not: it is bound to what
   * was seen.
   * @throws NonDeterministicStepError when the step was journaled with another input
   */
  find(key: string, inputHash: string): StepRecord | undefined {
    const known = this.#steps.get(key);
    if (known === undefined || known.inputHash === inputHash) return known;
    if (known.status === 'REUSED') return known.type === 'APPROVAL' ? undefined : known;
    throw new NonDeterministicStepError(this.#executionId, key);
  }

  /** Whether the record had it when the run was claimed. */
  has(key: string): boolean {
    return this.#steps.has(key);
  }

  /** Whether the run has called others. */
  get hasCalled(): boolean {
    return this.#hasCalled;
  }

  /** A call that writes, or that people were asked about. */
  mayChangeSomething({ key, call }: StepDefinition): boolean {
    return call !== undefined && (call.effect !== 'READ' || this.#steps.has(approvalKeyOf(key)));
  }

  /** The newest attempt of the step that may have had its effect, and has no known end; 0 = there is none. */
  openAttempts(key: string): number {
    const failed = this.#failed.get(key);
    if (failed !== undefined) return failed;
    const known = this.#steps.get(key);
    if (known === undefined || isSettled(known)) return 0;
    if (known.status !== 'FAILED' || isInDoubt(known.error)) return known.attempt;
    const before = (known.attempts ?? []).filter(({ error }) => isInDoubt(error));
    return before.at(-1)?.number ?? 0;
  }

  /** A step that an earlier owner of the run began, and whose end is not in the record. */
  interrupted(key: string): StepRecord | null {
    const known = this.#steps.get(key);
    return known?.status === 'STARTED' && !this.#failed.has(key) ? known : null;
  }

  /** Steps of the record that waited for something outside when the run was claimed. */
  waiting(): readonly StepRecord[] {
    return [...this.#steps.values()].filter(({ status }) => status === 'WAITING');
  }

  failed(key: string, attempt: number, failure: FailureRecord): void {
    this.#failed.set(key, isInDoubt(failure) ? attempt : this.openAttempts(key));
  }

  begins({ type, call }: StepDefinition): void {
    if (call !== undefined) this.#tools.add(call.tool);
    this.#hasCalled ||= isCall(type);
  }

  /** `<server>/<tool>` of all that were called, in order of their names. */
  toolSlugs(): readonly string[] {
    return [...this.#tools].toSorted();
  }
}

/** Null = it never ended. What was not even sent is no doubt: it is made again like any other step. */
function isInDoubt(error: FailureRecord | null): boolean {
  return error === null || effectState({ status: 'FAILED', effect: null, error }, true) === 'UNKNOWN';
}
