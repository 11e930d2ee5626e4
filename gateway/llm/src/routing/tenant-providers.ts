import { type Viewer, serviceViewer } from '@aether/common/security';
import type { Clock, InternalOperations, Logger } from '@aether/common/service';
import {
  CatalogForGatewayDocument,
  type CatalogForGatewayQuery,
  OwnModelKeysDocument,
  effectiveAddress,
  ReportModelsDocument,
} from '@aether/schema';
import { LRUCache } from 'lru-cache';
import { tablePrices } from '../prices/price-of-usage.ts';
import type { ModelDescription, ProviderAdapter } from '../providers/provider-adapter.ts';
import { OwnKeysUnknownError } from '../errors.ts';
import type { OwnConnection } from './own-connection.ts';
import type { Provider, ProviderModel } from './provider.ts';

type GatewayCatalog = NonNullable<CatalogForGatewayQuery['catalogForGateway']>;
export type ProviderRecord = GatewayCatalog['providers'][number];

export interface TenantProvidersParts {
  readonly operations: InternalOperations;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For a record with a connection of its own. `apiKey` takes the place of the record's credential. */
  readonly adapterFor: (
    record: ProviderRecord & { readonly baseUrl: string },
    viewer: Viewer,
    apiKey?: () => Promise<string>,
  ) => ProviderAdapter;
  /** Opens the viewer's own key for a provider, to be sent to this address, at the moment of a call. */
  readonly openOwnKey: (record: ProviderRecord, address: string, viewer: Viewer) => Promise<string>;
}

/** A catalog is asked for again after this long; between two answers a change of an administrator is not seen. */
const REFRESH_MS = 10_000;
/** Providers are asked for their models after this long. */
const CHECK_MS = 5 * 60_000;
/** Troubles of one provider are told again after this long. */
const TROUBLE_MS = 60_000;
/** That a person has no own key is believed so long; that they have one is asked for each call, so a removed one is sent to nobody. */
const NO_KEY_MS = 3000;

/** The providers of each tenant after its catalog in agents, over those of the platform. */
export class TenantProviders {
  readonly #parts: TenantProvidersParts;
  readonly #catalogs: LRUCache<
    string,
    { readonly catalog: Promise<readonly ProviderRecord[]>; readonly until: number }
  >;
  readonly #checked = new LRUCache<string, number>({ max: 20_000 });
  /** Until when by person and provider. */
  readonly #withoutKey = new LRUCache<string, number>({ max: 50_000 });
  readonly #troubled = new LRUCache<string, number>({ max: 20_000 });

  constructor(parts: TenantProvidersParts) {
    this.#parts = parts;
    this.#catalogs = new LRUCache({ max: 10_000 });
  }

  /**
   * The tenant's own providers first; those of the platform unless the tenant has disabled them.
   * @param isInteractive own keys of the viewer may be used; they are asked for when a model is called
   */
  async providersOf(
    viewer: Viewer,
    platform: readonly Provider[],
    isInteractive: boolean,
  ): Promise<readonly Provider[]> {
    const records = await this.#catalogOf(viewer);
    const own = records.flatMap((record) => {
      const provider = this.#toProvider(record, viewer, platform);
      if (provider === null) return [];
      if (!provider.builtIn) this.#checkSoon(record, provider, viewer);
      return [isInteractive ? this.#withOwnKeys(provider, record, viewer) : provider];
    });
    return [...own, ...platform.filter(({ slug }) => !records.some((record) => record.slug === slug))];
  }

  /** Agents told that this tenant's catalog changed: it is read again, and new providers are asked for their models. */
  async refresh(tenantId: string, platform: readonly Provider[]): Promise<void> {
    this.#catalogs.delete(tenantId);
    await this.providersOf(serviceViewer(tenantId), platform, false);
  }

  /**
   * A call showed that a provider does not work, whatever its list of models says: its administrators read it beside the
   * provider until the next check. Told once a minute, in the background.
   */
  troubled(viewer: Viewer, slug: string, status: 'DEGRADED' | 'DOWN', problem: string): void {
    const now = this.#parts.clock.monotonicMs();
    const key = `${viewer.tenantId}|${slug}`;
    if ((this.#troubled.get(key) ?? -Infinity) + TROUBLE_MS > now) return;
    this.#troubled.set(key, now);
    this.#tellTrouble(viewer, slug, status, problem).catch((error: unknown) =>
      this.#parts.logger.warn({ provider: slug, err: error }, 'the state of a provider could not be reported'),
    );
  }

  async #tellTrouble(viewer: Viewer, slug: string, status: 'DEGRADED' | 'DOWN', lastError: string): Promise<void> {
    const record = (await this.#catalogOf(viewer)).find((other) => other.slug === slug);
    if (record === undefined) return;
    const report = { providerId: record.id, status, lastError, checkedAt: this.#parts.clock.now().toISOString() };
    await this.#parts.operations.call(ReportModelsDocument, { input: { providers: [report] } }, { onBehalfOf: viewer });
  }

  /** With where the viewer's own key is found, if it may take the place of the provider's. */
  #withOwnKeys(provider: Provider, record: ProviderRecord, viewer: Viewer): Provider {
    const { adapterWith, baseUrl } = provider;
    const { userId } = viewer;
    if (!record.allowOwnKeys || userId === null || adapterWith === null || baseUrl === null) return provider;
    const ownConnection = async (): Promise<OwnConnection | null> => {
      if (!(await this.#hasOwnKey(record, viewer))) return null;
      return { userId, adapter: adapterWith(() => this.#parts.openOwnKey(record, baseUrl, viewer)) };
    };
    return { ...provider, ownConnection };
  }

  /** @throws OwnKeysUnknownError */
  async #hasOwnKey({ id, slug }: ProviderRecord, viewer: Viewer): Promise<boolean> {
    const { clock, operations } = this.#parts;
    const key = `${viewer.tenantId}|${viewer.userId}|${id}`;
    if ((this.#withoutKey.get(key) ?? -Infinity) > clock.monotonicMs()) return false;
    const { ownModelKeys } = await operations
      .call(OwnModelKeysDocument, {}, { onBehalfOf: viewer })
      .catch((error: unknown) => Promise.reject(new OwnKeysUnknownError(slug, error)));
    const hasKey = ownModelKeys.some(({ providerId }) => providerId === id);
    if (!hasKey) this.#withoutKey.set(key, clock.monotonicMs() + NO_KEY_MS);
    return hasKey;
  }

  #toProvider(record: ProviderRecord, viewer: Viewer, platform: readonly Provider[]): Provider | null {
    if (!record.enabled) return null;
    const shared = platform.find(({ slug }) => slug === record.slug);
    // A record without a connection of its own stands for the platform's provider: it adds prices and switches.
    if (shared !== undefined && record.baseUrl === null && record.credential === null)
      return { ...shared, models: mergeModels(record, shared.models) };
    const baseUrl = effectiveAddress(record);
    if (baseUrl === null) return null;
    return {
      slug: record.slug,
      baseUrl,
      tenantId: viewer.tenantId,
      builtIn: false,
      adapter: this.#parts.adapterFor({ ...record, baseUrl }, viewer),
      // What works without a key would take any text as an own one, and nobody would pay.
      adapterWith:
        record.credential === null ? null : (apiKey) => this.#parts.adapterFor({ ...record, baseUrl }, viewer, apiKey),
      ownConnection: null,
      models: mergeModels(record, null),
    };
  }

  /** While agents does not answer, the last known catalog serves; without one the platform's models do. */
  async #catalogOf(viewer: Viewer): Promise<readonly ProviderRecord[]> {
    const now = this.#parts.clock.monotonicMs();
    const known = this.#catalogs.get(viewer.tenantId);
    if (known !== undefined && known.until > now) return known.catalog;
    const catalog = this.#load(viewer).catch(async (error: unknown) => {
      this.#parts.logger.warn({ tenantId: viewer.tenantId, err: error }, 'the catalog of a tenant is not known');
      return (await known?.catalog) ?? [];
    });
    this.#catalogs.set(viewer.tenantId, { catalog, until: now + REFRESH_MS });
    return catalog;
  }

  async #load(viewer: Viewer): Promise<readonly ProviderRecord[]> {
    const { catalogForGateway } = await this.#parts.operations.call(
      CatalogForGatewayDocument,
      { since: null },
      { onBehalfOf: viewer },
    );
    return catalogForGateway?.providers ?? [];
  }

  #checkSoon(record: ProviderRecord, provider: Provider, viewer: Viewer): void {
    const now = this.#parts.clock.monotonicMs();
    const checked = this.#checked.get(record.id);
    if (checked !== undefined && checked + CHECK_MS > now) return;
    this.#checked.set(record.id, now);
    this.#check(record, provider, viewer).catch((error: unknown) =>
      this.#parts.logger.warn({ provider: record.slug, err: error }, 'models of a provider could not be reported'),
    );
  }

  /** Asks the provider what it has and tells agents. */
  async #check(record: ProviderRecord, provider: Provider, viewer: Viewer): Promise<void> {
    const checkedAt = this.#parts.clock.now().toISOString();
    const found = await listOrProblem(provider.adapter);
    const report =
      'problem' in found
        ? { providerId: record.id, status: 'DOWN' as const, lastError: found.problem, checkedAt }
        : {
            providerId: record.id,
            status: 'HEALTHY' as const,
            lastError: null,
            checkedAt,
            models: found.models.map((model) => toReport(model, record, provider, this.#parts.clock.now())),
          };
    await this.#parts.operations.call(ReportModelsDocument, { input: { providers: [report] } }, { onBehalfOf: viewer });
  }
}

async function listOrProblem(
  adapter: ProviderAdapter,
): Promise<{ readonly models: readonly ModelDescription[] } | { readonly problem: string }> {
  try {
    return { models: await adapter.listModels(AbortSignal.timeout(15_000)) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Prices are told for models that have none yet: what an administrator has set is not touched. */
function toReport(model: ModelDescription, record: ProviderRecord, provider: Provider, now: Date) {
  const known = record.models.find(({ name }) => name === model.name);
  const prices = known === undefined || known.unpriced ? tablePrices(provider.baseUrl, model.name, now) : null;
  return {
    name: model.name,
    capabilities: [...model.capabilities],
    contextWindow: model.contextWindow,
    maximumOutputTokens: model.maximumOutputTokens,
    inputPricePerMillion: prices?.inputPerMillion ?? null,
    outputPricePerMillion: prices?.outputPerMillion ?? null,
    cachedInputPricePerMillion: prices?.cachedInputPerMillion ?? null,
    status: 'HEALTHY' as const,
  };
}

/** Disabled models are taken out; models that only the platform knows stay. An empty record knows nothing yet. */
function mergeModels(record: ProviderRecord, shared: readonly ProviderModel[] | null): readonly ProviderModel[] | null {
  const disabled = new Set(record.models.filter(({ enabled }) => !enabled).map(({ name }) => name));
  const known = record.models
    .filter(({ enabled }) => enabled)
    .map((model) =>
      fromRecord(
        model,
        shared?.find(({ name }) => name === model.name),
      ),
    );
  const others = (shared ?? []).filter(
    ({ name }) => !disabled.has(name) && !known.some((model) => model.name === name),
  );
  return record.models.length === 0 && shared === null ? null : [...known, ...others];
}

function fromRecord(model: ProviderRecord['models'][number], shared: ProviderModel | undefined): ProviderModel {
  const { inputPricePerMillion: input, requestsPerMinute, tokensPerMinute } = model;
  return {
    id: model.id,
    name: model.name,
    capabilities: model.capabilities,
    contextWindow: shared?.contextWindow ?? model.contextWindow,
    maximumOutputTokens: shared?.maximumOutputTokens ?? model.maximumOutputTokens,
    limits: requestsPerMinute === null && tokensPerMinute === null ? null : { requestsPerMinute, tokensPerMinute },
    prices:
      input === null
        ? null
        : {
            inputPerMillion: input,
            outputPerMillion: model.outputPricePerMillion,
            cachedInputPerMillion: model.cachedInputPricePerMillion,
            validFrom: null,
          },
  };
}
