import type { IdSource } from '@aether/schema';
import type { HealthStatus, ModelCapability, ModelPrices, ModelRecord, ProviderRecord } from './catalog.ts';

export interface ModelReport extends ModelPrices {
  readonly name: string;
  readonly capabilities: readonly ModelCapability[];
  readonly contextWindow: number | null;
  readonly maximumOutputTokens: number | null;
  readonly status: HealthStatus;
}

/** The models that a report changes, as they are to be saved: new ones, changed ones, and known ones that the vendor lists no more. */
export function modelsToSave(
  provider: ProviderRecord,
  known: readonly ModelRecord[],
  reported: readonly ModelReport[],
  ids: IdSource,
): readonly ModelRecord[] {
  const byName = new Map(known.map((model) => [model.name, model]));
  const names = new Set(reported.map((report) => report.name));
  const listed = reported.flatMap((report) => {
    const before = byName.get(report.name);
    const after = before === undefined ? newModel(provider, report, ids('mdl')) : merged(before, report);
    return before !== undefined && same(before, after) ? [] : [after];
  });
  // Agents name models by slug: one that vanished stays, so that they learn that it is down and not that it never was.
  const vanished = known
    .filter((model) => !names.has(model.name) && model.status !== 'DOWN')
    .map((model): ModelRecord => ({ ...model, status: 'DOWN' }));
  return [...listed, ...vanished];
}

function newModel(provider: ProviderRecord, report: ModelReport, id: string): ModelRecord {
  return {
    ...report,
    id,
    slug: `${provider.slug}/${report.name}`,
    providerId: provider.id,
    enabled: true,
    builtIn: provider.builtIn,
    requestsPerMinute: null,
    tokensPerMinute: null,
    retiresAt: null,
  };
}

/** What a report leaves open does not erase what is known. */
function merged(before: ModelRecord, report: ModelReport): ModelRecord {
  return {
    ...before,
    capabilities: report.capabilities.length === 0 ? before.capabilities : report.capabilities,
    status: report.status,
    contextWindow: report.contextWindow ?? before.contextWindow,
    maximumOutputTokens: report.maximumOutputTokens ?? before.maximumOutputTokens,
    inputPricePerMillion: report.inputPricePerMillion ?? before.inputPricePerMillion,
    outputPricePerMillion: report.outputPricePerMillion ?? before.outputPricePerMillion,
    cachedInputPricePerMillion: report.cachedInputPricePerMillion ?? before.cachedInputPricePerMillion,
  };
}

function same(left: ModelRecord, right: ModelRecord): boolean {
  const { capabilities: leftCapabilities, ...leftRest } = left;
  const { capabilities: rightCapabilities, ...rightRest } = right;
  return (
    JSON.stringify(leftRest) === JSON.stringify(rightRest) &&
    leftCapabilities.toSorted().join() === rightCapabilities.toSorted().join()
  );
}
