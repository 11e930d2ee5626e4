import { serviceViewer } from '@aether/common/security';
import { type Clock, type InternalOperations, type Logger, PlatformError } from '@aether/common/service';
import { RecordUsageDocument, type UsageReportInput } from '@aether/schema/internal/executions';
import { BooksUnavailableError } from './errors.ts';
import type { HeldSlice } from './held-slice.ts';
import { TRUSTED_PART } from './payer-account.ts';

export interface BooksParts {
  readonly operations: InternalOperations;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Of one request. */
const ROWS_AT_ONCE = 500;
/** Rows of one tenant that wait; with more of them it spends no money before they are written. */
const MAXIMUM_ROWS = 20_000;
/** Of a slice that was told of, as executions has it. */
const LIFE_MS = 60_000;
/** An answer that takes longer does not come; what was told is told again. */
const ANSWER_MS = 5000;
/** After so many refusals in a row it is the rows, not the moment. */
const PATIENCE = 5;

/** Ledger rows of one tenant on their way to executions, which keeps them: in batches, each row until it is known to be written. */
export class Books {
  readonly #parts: BooksParts;
  readonly #tenantId: string;
  readonly #rows = new Set<UsageReportInput>();
  #refusals = 0;

  constructor(tenantId: string, parts: BooksParts) {
    this.#tenantId = tenantId;
    this.#parts = parts;
  }

  get isFull(): boolean {
    return this.#rows.size >= MAXIMUM_ROWS;
  }

  /** Rows that nobody was told of. */
  get waiting(): number {
    return this.#rows.size;
  }

  /** @returns whether there are enough for a batch */
  add(row: UsageReportInput): boolean {
    this.#rows.add(row);
    return this.#rows.size >= ROWS_AT_ONCE;
  }

  /**
   * Tells what waits and what the slices have used; not while it is telling already. Never fails: what could not be told is told the next time.
   * @returns the slices that are over: given back, or settled by others
   */
  async tell(open: readonly HeldSlice[], returned: readonly HeldSlice[]): Promise<readonly HeldSlice[]> {
    const { logger } = this.#parts;
    const rows = [...this.#rows].slice(0, ROWS_AT_ONCE);
    if (rows.length + open.length + returned.length === 0) return [];
    try {
      const over = await this.#send(rows, open, returned);
      this.#refusals = 0;
      return over;
    } catch (error) {
      const facts = { err: error, tenantId: this.#tenantId, rows: rows.length };
      logger.warn(facts, 'usage of models could not be recorded; it is told again');
      this.#refusals = isRefusal(error) ? this.#refusals + 1 : 0;
    }
    if (this.#refusals < PATIENCE) return [];
    try {
      const over = await this.#send([], open, returned);
      await this.#sendInHalves(rows);
      this.#refusals = 0;
      return over;
    } catch {
      // Nothing passes: it is no row's fault.
      return [];
    }
  }

  /** @throws whatever executions does not take */
  async #send(
    rows: readonly UsageReportInput[],
    open: readonly HeldSlice[],
    returned: readonly HeldSlice[],
  ): Promise<readonly HeldSlice[]> {
    const { operations, clock } = this.#parts;
    const sentMs = clock.monotonicMs();
    // What has been used is read in the same moment as the rows that say for what.
    const told = [
      ...open.map((slice) => ({ slice, used: slice.used, returned: false })),
      ...returned.map((slice) => ({ slice, used: slice.used, returned: true })),
    ];
    const slices = told.map(({ slice, ...rest }) => ({ sliceId: slice.id, ...rest }));
    const signal = AbortSignal.timeout(ANSWER_MS);
    const late = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => late.reject(new BooksUnavailableError(signal.reason)), { once: true });
    const options = { onBehalfOf: serviceViewer(this.#tenantId), signal };
    const answer = operations.call(RecordUsageDocument, { input: { rows: [...rows], slices } }, options);
    const { recordUsage } = await Promise.race([answer, late.promise]);
    for (const row of rows) this.#rows.delete(row);
    const stillOpen = new Set(recordUsage.openSliceIds);
    for (const { slice, used } of told)
      if (stillOpen.has(slice.id)) slice.told(used, sentMs, sentMs + LIFE_MS * TRUSTED_PART);
    return told.filter(({ slice }) => !stillOpen.has(slice.id)).map(({ slice }) => slice);
  }

  /** Rows that are refused alone are set aside, for all others to pass. */
  async #sendInHalves(rows: readonly UsageReportInput[]): Promise<void> {
    const [row] = rows;
    if (row === undefined) return;
    try {
      await this.#send(rows, [], []);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (rows.length === 1) {
        this.#rows.delete(row);
        const facts = { err: error, tenantId: this.#tenantId, row };
        this.#parts.logger.error(facts, 'a row of the ledger is refused and was set aside; add it by hand');
        return;
      }
      const half = Math.ceil(rows.length / 2);
      await this.#sendInHalves(rows.slice(0, half));
      await this.#sendInHalves(rows.slice(half));
    }
  }
}

/** Not that nobody answers: it was read, and not taken. */
function isRefusal(error: unknown): boolean {
  return !(error instanceof PlatformError && error.retryable);
}
