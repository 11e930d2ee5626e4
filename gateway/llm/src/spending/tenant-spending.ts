import type { Viewer } from '@aether/common/security';
import type { UsageReportInput } from '@aether/schema/internal/executions';
import type { IdSource } from '@aether/schema';
import { Books, type BooksParts } from './books.ts';
import type { HeldSlice } from './held-slice.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { PayerAccount } from './payer-account.ts';

export interface TenantSpendingParts extends BooksParts {
  readonly ids: IdSource;
}

/** A slice is told of at least this often, for nobody to take it for one of the dead. */
const RENEW_MS = 15_000;
/** Payers without a call for so long are forgotten. */
const FORGET_MS = 5 * 60_000;

/** Payers and ledger of one tenant. What one tenant has to tell waits for no other. */
export class TenantSpending {
  readonly #parts: TenantSpendingParts;
  readonly #books: Books;
  readonly #accounts = new Map<string, PayerAccount>();
  /** They take no more calls; their last ones are still under way, or nobody was told yet. */
  readonly #retired = new Set<HeldSlice>();
  readonly #telling = new OneAtATime(() => this.#tellOnce());

  constructor(tenantId: string, parts: TenantSpendingParts) {
    this.#parts = parts;
    this.#books = new Books(tenantId, parts);
  }

  /** So much is to be written that no more may be spent before. */
  get isFull(): boolean {
    return this.#books.isFull;
  }

  /** Nothing to tell, and nothing held. */
  get isIdle(): boolean {
    return this.#accounts.size === 0 && this.#retired.size === 0 && this.#books.waiting === 0;
  }

  /** What executions was not told of: rows, and slices that can be given back. */
  get untold(): { readonly rows: number; readonly slices: number } {
    return { rows: this.#books.waiting, slices: this.#returnable().length };
  }

  /** @param hasOwnKey of calls that the person pays: what limits their API key counts them, and nothing else does */
  accountOf(viewer: Viewer, hasOwnKey: boolean): PayerAccount {
    const { userId, serviceAccountId, departmentId, teamIds, apiKey } = viewer;
    const key = [userId, serviceAccountId, departmentId, apiKey?.id, hasOwnKey, ...teamIds].join('|');
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    const account = new PayerAccount(viewer, {
      ...this.#parts,
      hasOwnKey,
      onRetired: (slice) => this.#retired.add(slice),
      giveBack: async () => {
        const before = this.#returnable();
        if (before.length > 0) await this.tell();
        return before.some((slice) => !this.#retired.has(slice));
      },
    });
    this.#accounts.set(key, account);
    return account;
  }

  /** A call has ended. */
  add(row: UsageReportInput): void {
    if (this.#books.add(row)) void this.tell();
  }

  /** The budgets are others now. */
  changed(): void {
    for (const account of this.#accounts.values()) account.forget();
  }

  /** No account takes more calls out of what it holds. */
  retire(): void {
    for (const account of this.#accounts.values()) account.retire();
  }

  /** Tells executions what was spent, renews what is in use and gives back what is not. Never fails. */
  tell(): Promise<void> {
    return this.#telling.run();
  }

  #returnable(): readonly HeldSlice[] {
    return [...this.#retired].filter(({ held, isAsked }) => held === 0 && !isAsked);
  }

  async #tellOnce(): Promise<void> {
    const nowMs = this.#parts.clock.monotonicMs();
    const open = new Map<HeldSlice, PayerAccount | null>();
    for (const [key, account] of this.#accounts) {
      account.retireIdle(nowMs);
      if (account.slice?.isDue(nowMs, RENEW_MS) === true) open.set(account.slice, account);
      if (!account.isHolding && nowMs - account.usedMs >= FORGET_MS) this.#accounts.delete(key);
    }
    const returned = this.#returnable();
    for (const slice of this.#retired) if (slice.held > 0 && slice.isDue(nowMs, RENEW_MS)) open.set(slice, null);
    for (const slice of await this.#books.tell([...open.keys()], returned)) {
      this.#retired.delete(slice);
      // Others have settled it: what it had under way counts at its most already.
      const account = open.get(slice);
      if (account?.slice === slice) account.lost();
    }
  }
}
