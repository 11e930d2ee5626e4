import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, InternalOperations, Logger, RequestContext } from '@aether/common/service';
import type { IdSource } from '@aether/schema';
import { isWorkingService } from '../authorize.ts';
import type { Target } from '../routing/target.ts';
import { type CallBound, mostOf } from './call-bound.ts';
import { BooksUnavailableError } from './errors.ts';
import { type CallOperation, PaidCall } from './paid-call.ts';
import { TenantSpending } from './tenant-spending.ts';

export interface SpendingParts {
  readonly operations: InternalOperations;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}

const TICK_MS = 1000;
/** At a stop, until everything is told; what is not by then is lost. */
const STOP_MS = 5000;
/** Between two attempts at it that came to nothing. */
const STOP_PAUSE_MS = 200;

/**
 * Budgets and the ledger of calls outside of runs. What a call may cost at most is reserved in memory, out of slices that executions
 * granted; what it did cost is told in batches. So executions is asked once for many calls, and a process that dies has spent
 * at most what it held.
 */
export class Spending implements AsyncDisposable {
  readonly #parts: SpendingParts;
  readonly #tenants = new Map<string, TenantSpending>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: SpendingParts) {
    this.#parts = parts;
  }

  /**
   * Before a model is asked: reserves the most that the attempt may cost.
   * @returns null for calls that others keep the books of: services do, for runs and for themselves
   * @throws BudgetExhaustedError, BooksUnavailableError before anything is spent
   */
  async begin(
    { viewer, caller, signal }: Pick<RequestContext, 'viewer' | 'caller' | 'signal'>,
    { operation, isStream = false }: { readonly operation: CallOperation; readonly isStream?: boolean },
    target: Target,
    bound: () => CallBound,
  ): Promise<PaidCall | null> {
    if (viewer === null || isWorkingService(caller)) return null;
    const tenant = this.#tenantOf(viewer.tenantId);
    if (tenant.isFull) throw new BooksUnavailableError();
    const { clock, ids } = this.#parts;
    this.#timer ??= setInterval(() => void this.tell(), TICK_MS).unref();
    let known: CallBound | null = null;
    const bounds = (): CallBound => (known ??= bound());
    // Whoever calls with an own key pays for it: no budget of the organization does. What limits their API key is for their safety.
    const hasOwnKey = target.provider.ownKeyOf !== null;
    const account = hasOwnKey && viewer.apiKey === undefined ? null : tenant.accountOf(viewer, hasOwnKey);
    const held = (await account?.reserve(() => mostOf(target, bounds(), clock.now()))) ?? null;
    const call = new PaidCall({
      callId: ids('use'),
      viewer,
      operation,
      isStream,
      target,
      clock,
      bound: bounds,
      held,
      onEnded: (row) => this.#tenantOf(viewer.tenantId).add(row),
    });
    // A stream that nobody begins to read has no other end.
    signal.addEventListener('abort', () => call.left(), { once: true });
    return call;
  }

  /** Budgets of the tenant are others now. */
  changed(tenantId: string): void {
    this.#tenants.get(tenantId)?.changed();
  }

  /** Tells executions what was spent, renews what is in use and gives back what is not. Never fails. */
  async tell(): Promise<void> {
    await Promise.all([...this.#tenants.values()].map((tenant) => tenant.tell()));
    for (const [id, tenant] of this.#tenants) if (tenant.isIdle) this.#tenants.delete(id);
  }

  /** Gives everything back; calls that are still under way count at their most, when their slices end. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    for (const tenant of this.#tenants.values()) tenant.retire();
    const stop = AbortSignal.timeout(STOP_MS);
    const stopped = new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
    for (let left = Infinity; left > 0 && !stop.aborted;) {
      await Promise.race([this.tell(), stopped]);
      const { rows, slices } = this.#untold();
      const isBetter = rows + slices < left;
      left = rows + slices;
      if (left > 0 && !isBetter) await delay(STOP_PAUSE_MS, undefined, { signal: stop }).catch(() => undefined);
    }
    const lost = this.#untold();
    if (lost.rows + lost.slices > 0)
      this.#parts.logger.error(lost, 'stopped before everything was told: these rows are not in the ledger');
  }

  #untold(): { readonly rows: number; readonly slices: number } {
    const each = [...this.#tenants.values()].map(({ untold }) => untold);
    const sum = (of: 'rows' | 'slices'): number => each.reduce((total, untold) => total + untold[of], 0);
    return { rows: sum('rows'), slices: sum('slices') };
  }

  #tenantOf(tenantId: string): TenantSpending {
    const known = this.#tenants.get(tenantId);
    if (known !== undefined) return known;
    const tenant = new TenantSpending(tenantId, this.#parts);
    this.#tenants.set(tenantId, tenant);
    return tenant;
  }
}
