import { setTimeout as delay } from 'node:timers/promises';
import type { Viewer } from '@aether/common/security';
import type { InternalOperations } from '@aether/common/service';
import {
  CancelRunDocument,
  RunForTestDocument,
  RunProgressDocument,
  type RunProgressQuery,
} from '@aether/schema/internal/executions';
import type { CellRecord, ComparisonRecord } from '../comparison.ts';
import { RunRefusedError } from '../errors.ts';
import { variantSpecification } from '../variant-specification.ts';
import { persistently } from './persistently.ts';

type Progress = NonNullable<RunProgressQuery['runProgress']>;
export type Outcome = NonNullable<Progress['outcome']> & { readonly status: Progress['status'] };

export interface RunCall {
  /** In whose name the run is. */
  readonly runAs: Viewer;
  readonly signal: AbortSignal;
}

/** Texts follow each other at most four times a second. */
const POLL_MS = 250;

/** Runs of cells, by the internal operations of executions. */
export class CellRuns {
  readonly #operations: InternalOperations;

  constructor(operations: InternalOperations) {
    this.#operations = operations;
  }

  /**
   * The run of a cell in its round; asked again it is the same one.
   * @throws RunRefusedError when executions refuses
   */
  async start(comparison: ComparisonRecord, cell: CellRecord, { runAs, signal }: RunCall): Promise<string> {
    const { agentId, draftRevision, pinned, mockTools } = comparison;
    const variant = comparison.variants.find(({ id }) => id === cell.variantId);
    const testCase = comparison.cases.find(({ id }) => id === cell.caseId);
    if (variant === undefined || testCase === undefined) throw new Error(`The cell ${cell.id} has no variant or case.`);
    const input = {
      agentId,
      draftRevision,
      specification: variantSpecification(pinned.spec, variant),
      tools: [...pinned.tools],
      notebooks: pinned.notebooks.map(({ slug, id }) => ({ slug, id })),
      models: [...pinned.models, variant.model].map(({ slug, id }) => ({ slug, id })),
      input: testCase.input,
      mockTools,
      // Nothing is held back for what is not priced; a budget of 0 would allow no call at all.
      budget: cell.reserved > 0 ? cell.reserved : null,
      idempotencyKey: `${cell.id}/${cell.round}`,
    };
    const call = { onBehalfOf: runAs, requestId: cell.id, signal };
    const { runForTest } = await persistently(() => this.#operations.call(RunForTestDocument, { input }, call), signal);
    const refusal = runForTest.userErrors[0];
    if (runForTest.execution == null) throw new RunRefusedError(refusal?.message ?? 'The run was not accepted.');
    return runForTest.execution.id;
  }

  /**
   * Waits for the end of a run.
   * @param onText each new piece of the answer, offset 0 begins it anew
   * @throws RunRefusedError when the run is gone
   */
  async follow(
    executionId: string,
    { runAs, signal }: RunCall,
    onText: (piece: { readonly offset: number; readonly text: string }) => void,
  ): Promise<Outcome> {
    let after = 0;
    for (;;) {
      const question = { input: { executionId, after } };
      const call = { onBehalfOf: runAs, requestId: executionId, signal };
      const { runProgress } = await persistently(
        () => this.#operations.call(RunProgressDocument, question, call),
        signal,
      );
      if (runProgress == null) throw new RunRefusedError('The run is gone.');
      after = runProgress.seq;
      for (const piece of runProgress.text) onText(piece);
      if (runProgress.outcome != null) return { ...runProgress.outcome, status: runProgress.status };
      await delay(POLL_MS, undefined, { signal });
    }
  }

  /** For a run that nobody waits for any more. Never fails: at worst it runs to its end. */
  async cancel(executionId: string, runAs: Viewer, reason: string): Promise<void> {
    const call = { onBehalfOf: runAs, requestId: executionId };
    await this.#operations.call(CancelRunDocument, { input: { executionId, reason } }, call).catch(() => {});
  }
}
