import { setTimeout as wait } from 'node:timers/promises';
import type { TenantCatalogs } from './tenant-catalogs.ts';

/** Tenants whose catalogs are read at once. */
const AT_ONCE = 4;

export interface CatalogRoundsOptions {
  readonly catalogs: Pick<TenantCatalogs, 'tenants' | 'of'>;
  readonly chance: () => number;
  /** Between two rounds, give or take a quarter: processes do not ask all at once. */
  readonly roundMs: number;
  readonly signal: AbortSignal;
}

/**
 * Reads the catalogs of all tenants that this process knows, until the signal ends it. After each reading the servers of the tenant are asked
 * what they offer; without the rounds, what is said of a server would be as old as the last request of its tenant.
 */
export async function catalogRounds({ catalogs, chance, roundMs, signal }: CatalogRoundsOptions): Promise<void> {
  const pause = (): Promise<boolean> =>
    wait(roundMs * (0.75 + 0.5 * chance()), true, { signal, ref: false }).catch(() => false);
  // oxlint-disable-next-line no-await-in-loop -- one round after the other
  while (await pause()) await round(catalogs, signal);
}

async function round(catalogs: CatalogRoundsOptions['catalogs'], signal: AbortSignal): Promise<void> {
  const waiting = [...catalogs.tenants];
  const reader = async (): Promise<void> => {
    const tenantId = waiting.pop();
    if (tenantId === undefined || signal.aborted) return;
    // It is told by whoever reads the catalog.
    await catalogs.of(tenantId).catch(() => {});
    await reader();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
}
