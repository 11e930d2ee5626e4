import { Permission, SERVICE_ONLY, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { modelsToSave } from '../../models/catalog-report.ts';
import type { AgentsContext } from '../../context.ts';
import type { CatalogChange } from '../../db/catalog-changes.ts';
import { CatalogWriter } from '../../db/catalog-writer.ts';
import type { ModelProviderReportInput } from '../../types/model-provider-report-input.ts';
import { ReportModelsInput } from '../../types/report-models-input.ts';
import { ReportPayload } from '../../types/report-payload.ts';

@Resolver()
export class ReportModelsResolver {
  /** Of the viewer's tenant. Providers that were removed meanwhile are passed over. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Mutation(() => ReportPayload, {
    description: 'Service only: what the LLM gateway found out about providers and models.',
  })
  async reportModels(
    @Arg('input', () => ReportModelsInput) input: ReportModelsInput,
    @Ctx() context: AgentsContext,
  ): Promise<ReportPayload> {
    const { tenantId } = requireViewer(context);
    const { revision } = await context.parts.catalogChanges.change(tenantId, null, async (change) => {
      for (const report of input.providers) await saveReport(change, context, report);
    });
    return { revision, userErrors: [] };
  }
}

async function saveReport(
  change: CatalogChange,
  context: AgentsContext,
  report: ModelProviderReportInput,
): Promise<void> {
  const writer = new CatalogWriter(change.transaction);
  const before = await writer.provider(report.providerId);
  if (before === null) return;
  const { status, checkedAt } = report;
  const lastError = report.lastError ?? null;
  await writer.updateProvider(before.id, { status, lastError, checkedAt });
  // No list means that it could not be read, so nothing is known about the models and they stay as they are.
  const models =
    report.models == null
      ? []
      : modelsToSave(before, await writer.modelsOf(before.id), report.models.map(normalized), context.parts.ids);
  await writer.saveModels(before.id, models, change.at);
  if (models.length > 0 || before.status !== status || before.lastError !== lastError) change.touch(before.id);
}

function normalized(model: NonNullable<ModelProviderReportInput['models']>[number]) {
  const { name, capabilities, status } = model;
  return {
    name,
    capabilities,
    contextWindow: model.contextWindow ?? null,
    maximumOutputTokens: model.maximumOutputTokens ?? null,
    inputPricePerMillion: model.inputPricePerMillion ?? null,
    outputPricePerMillion: model.outputPricePerMillion ?? null,
    cachedInputPricePerMillion: model.cachedInputPricePerMillion ?? null,
    status,
  };
}
