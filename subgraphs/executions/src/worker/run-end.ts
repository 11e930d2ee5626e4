import type { RunOutcome } from '@aether/runtime';
import { callerLeftChannel, type JsonValue } from '@aether/schema';
import { settleFamily } from '../children/settle-family.ts';
import type { MessageRow } from '../db/execution-store.ts';
import { ExecutionCancelledError } from '../errors.ts';
import type { EndStatus } from '../execution.ts';
import { toFailure } from '../failure.ts';
import type { ExecutionJournal } from '../journal/execution-journal.ts';
import type { OwnedExecution } from '../journal/owned-execution.ts';
import { INLINE_BYTES, storePayload } from '../payload.ts';
import { answerMessages } from './answer-message.ts';
import { endRow, type ExecutionEnd } from './end-row.ts';
import type { WorkerParts } from './worker-parts.ts';

/** The last write of a run, and what follows from it for those that it called. */
export class RunEnd {
  readonly #parts: WorkerParts;
  readonly #owned: OwnedExecution;

  constructor(parts: WorkerParts, owned: OwnedExecution) {
    this.#parts = parts;
    this.#owned = owned;
  }

  async succeed(outcome: RunOutcome, journal: ExecutionJournal): Promise<void> {
    const { execution } = this.#owned;
    const { blobs, ids, clock } = this.#parts;
    const text = JSON.stringify(outcome.output);
    const folder = `${execution.tenantId}/payloads/${execution.id}`;
    const output = await storePayload(blobs, folder, text, 'application/json');
    await this.#write('SUCCEEDED', null, journal, {
      output: output.bytes <= INLINE_BYTES ? (JSON.parse(text) as JsonValue) : null,
      changes: { output: JSON.stringify(output), citations: JSON.stringify(outcome.citations) },
      messages: answerMessages(execution, outcome, { id: ids('msg'), createdAt: clock.now().toISOString() }),
    });
  }

  /**
   * A cancel that comes between is stronger than every other end.
   * @param journal null = it ends before its first step
   */
  async end(status: EndStatus, error: unknown, journal: ExecutionJournal | null): Promise<void> {
    // Agents that it called are runs, which end with it.
    this.#parts.streams.publish(callerLeftChannel(this.#owned.execution.id), null);
    try {
      await this.#write(status, error, journal, {});
    } catch (refusal) {
      if (!(refusal instanceof ExecutionCancelledError) || status === 'CANCELLED') throw refusal;
      await this.#write('CANCELLED', refusal, journal, {});
    }
  }

  async #write(
    status: EndStatus,
    error: unknown,
    journal: ExecutionJournal | null,
    rest: {
      readonly output?: JsonValue;
      readonly changes?: ExecutionEnd['changes'];
      readonly messages?: readonly MessageRow[];
    },
  ): Promise<void> {
    const { execution } = this.#owned;
    const totals = journal?.totals ?? execution;
    const end = endRow(execution, {
      status,
      at: this.#parts.clock.now(),
      failure: error === null ? null : toFailure(error, journal?.failedStep(error) ?? null),
      output: rest.output ?? null,
      openSteps: journal?.openSteps() ?? [],
      toolSlugs: journal?.steps.toolSlugs() ?? [],
      spent: totals.spent,
      unpriced: totals.unpriced,
      ...(rest.changes === undefined ? {} : { changes: rest.changes }),
    });
    await this.#owned.write({ ...end, messages: rest.messages ?? [] });
    const waited = journal?.steps.waiting() ?? [];
    if (waited.some(({ type }) => type === 'APPROVAL'))
      await this.#parts.approvals.close({ tenantId: execution.tenantId, executionId: execution.id });
    await settleFamily(this.#parts, execution, journal?.steps.hasCalled ?? execution.fence > 1);
  }
}
