import { approvalKeyOf, type StepDefinition } from '@aether/runtime';
import type { StepRecord } from '../db/records.ts';
import { NonDeterministicStepError } from '../errors.ts';
import { isSettled } from '../step.ts';

/** What a run knows of its steps: those of the record when it was claimed, and which calls came to no known end since. */
export class KnownSteps {
  readonly #executionId: string;
  readonly #steps: ReadonlyMap<string, StepRecord>;
  /** Attempts of this owner whose outcome is not known, by key. */
  readonly #failed = new Map<string, number>();
  readonly #tools = new Set<string>();
  #hasCalled: boolean;

  constructor(executionId: string, steps: readonly StepRecord[]) {
    this.#executionId = executionId;
    this.#steps = new Map(steps.map((step) => [step.key, step]));
    // What is reused was called by the run that is repeated.
    const own = steps.filter(({ status }) => status !== 'REUSED');
    this.#hasCalled = own.some(({ type }) => type === 'AGENT_CALL');
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

  /** Whether the run has called others. */
  get hasCalled(): boolean {
    return this.#hasCalled;
  }

  /** A call that writes, or that people were asked about. */
  mayChangeSomething({ key, call }: StepDefinition): boolean {
    return call !== undefined && (call.effect !== 'READ' || this.#steps.has(approvalKeyOf(key)));
  }

  /** How often the step began without a known end. */
  openAttempts(key: string): number {
    const failed = this.#failed.get(key);
    if (failed !== undefined) return failed;
    const known = this.#steps.get(key);
    return known === undefined || isSettled(known) ? 0 : known.attempt;
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

  failed(key: string, attempt: number): void {
    this.#failed.set(key, attempt);
  }

  begins({ type, call }: StepDefinition): void {
    if (call !== undefined) this.#tools.add(call.tool);
    this.#hasCalled ||= type === 'AGENT_CALL';
  }

  /** `<server>/<tool>` of all that were called, in order of their names. */
  toolSlugs(): readonly string[] {
    return [...this.#tools].toSorted();
  }
}
