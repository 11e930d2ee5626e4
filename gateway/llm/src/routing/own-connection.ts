import type { ProviderAdapter } from '../providers/provider-adapter.ts';

/** The connection with a person's own key. */
export interface OwnConnection {
  readonly userId: string;
  readonly adapter: ProviderAdapter;
}

/**
 * Null = the person has stored no key.
 * @throws OwnKeysUnknownError
 */
export type OwnConnectionSource = () => Promise<OwnConnection | null>;
