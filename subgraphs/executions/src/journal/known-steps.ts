import type { ToolCallFacts } from '@aether/runtime';
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

  constructor(executionId: string, steps: readonly StepRecord[]) {
    this.#executionId = executionId;
    this.#steps = new Map(steps.map((step) => [step.key, step]));
    for (const { toolSlug } of steps) if (toolSlug !== null) this.#tools.add(toolSlug);
  }

  /** @throws NonDeterministicStepError when the step was journaled with another input */
  find(key: string, inputHash: string): StepRecord | undefined {
    const known = this.#steps.get(key);
    if (known !== undefined && known.inputHash !== inputHash)
      throw new NonDeterministicStepError(this.#executionId, key);
    return known;
  }

  get hasCalled(): boolean {
    return [...this.#steps.values()].some(({ type }) => type === 'AGENT_CALL');
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

  failed(key: string, attempt: number): void {
    this.#failed.set(key, attempt);
  }

  called({ tool }: ToolCallFacts): void {
    this.#tools.add(tool);
  }

  /** `<server>/<tool>` of all that were called, in order of their names. */
  toolSlugs(): readonly string[] {
    return [...this.#tools].toSorted();
  }
}
