import type { ModelCapability, ProviderAdapter } from '../providers/provider-adapter.ts';
import type { OwnConnectionSource } from './own-connection.ts';
import type { ModelPrices } from '../prices/model-prices.ts';

export interface ModelLimits {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}

/** A model that a tenant may use, and where it is. */
export interface Target {
  /** Id in the tenant's catalog; null = the catalog does not have it (yet). */
  readonly id: string | null;
  /** `<provider>/<name>`. */
  readonly slug: string;
  readonly adapter: ProviderAdapter;
  /** Asked when this target is called, and not before; null = nobody's own key may be used here. */
  readonly ownConnection: OwnConnectionSource | null;
  readonly provider: {
    readonly slug: string;
    /** Null for the built-in provider. */
    readonly baseUrl: string | null;
    /** Of the tenant's own providers; null = of the platform. */
    readonly tenantId: string | null;
    /** The person whose own key is sent, and who pays; null = the one of the organization, or of the platform. */
    readonly ownKeyOf: string | null;
  };
  readonly name: string;
  readonly capabilities: readonly ModelCapability[];
  /** Tokens; null = not known, the vendor decides. */
  readonly contextWindow: number | null;
  readonly maximumOutputTokens: number | null;
  /** An administrator's prices; null = the price table decides. */
  readonly prices: ModelPrices | null;
  /** An administrator's limits; null = none. */
  readonly limits: ModelLimits | null;
  /** Ships with the product; no language model. */
  readonly builtIn: boolean;
}

/** Breakers are kept by this: the tenant stands for its key, and a person for their own. */
export function breakerKey(target: Target): string {
  const { tenantId, ownKeyOf } = target.provider;
  const payer = ownKeyOf === null ? '' : `~${ownKeyOf}`;
  return `${tenantId ?? ''}${payer}|${target.slug}`;
}
