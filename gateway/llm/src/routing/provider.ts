import type { OwnConnectionSource } from './own-connection.ts';
import type { ModelLimits } from './target.ts';
import type { ModelPrices } from '../prices/model-prices.ts';
import type { ModelDescription, ProviderAdapter } from '../providers/provider-adapter.ts';

export interface ProviderModel extends ModelDescription {
  /** In the tenant's catalog; null = not there. */
  readonly id: string | null;
  readonly prices: ModelPrices | null;
  readonly limits: ModelLimits | null;
}

/** A provider with what is known of its models. */
export interface Provider {
  readonly slug: string;
  readonly baseUrl: string | null;
  /** Null = of the platform, for every tenant. */
  readonly tenantId: string | null;
  readonly builtIn: boolean;
  readonly adapter: ProviderAdapter;
  /** The same connection with another key; null = it has no key of its own whose place another could take. */
  readonly adapterWith: ((apiKey: () => Promise<string>) => ProviderAdapter) | null;
  /** Finds the viewer's own connection, at the moment of a call; null = nobody's own key may be used here. */
  readonly ownConnection: OwnConnectionSource | null;
  /** Null = the provider has not told (yet): names are passed to it unchecked. */
  readonly models: readonly ProviderModel[] | null;
}
