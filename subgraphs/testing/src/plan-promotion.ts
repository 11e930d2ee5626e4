import { NotFoundError } from '@aether/common/service';
import { DraftForPromotionDocument } from '@aether/schema/internal/agents';
import { type ComparisonRecord, labelOf, type VariantRecord } from './comparison.ts';
import { callOf, type TestingContext } from './context.ts';
import { loadComparison } from './loaders.ts';
import { type PatchOperation, promotionOperations } from './variant-specification.ts';

export interface Promotion {
  readonly comparison: ComparisonRecord;
  readonly variant: VariantRecord;
  /** Of the draft that the operations fit. */
  readonly baseRevision: number;
  readonly operations: readonly PatchOperation[];
  readonly summary: string;
}

export interface PromotionRequest {
  readonly comparisonId: string;
  readonly variantId: string;
  readonly fallbackVariantIds: readonly string[] | null;
}

/** What promotion changes in the draft as it is now. @throws NotFoundError */
export async function planPromotion(context: TestingContext, request: PromotionRequest): Promise<Promotion> {
  const { comparisonId, variantId, fallbackVariantIds } = request;
  const comparison = await loadComparison(context, comparisonId);
  if (comparison === null) throw new NotFoundError('comparison', comparisonId);
  const variant = variantOf(comparison, variantId);
  const fallbacks = fallbackVariantIds?.map((id) => variantOf(comparison, id).model.slug) ?? null;
  const { operations } = context.parts;
  const { agent } = await operations.call(DraftForPromotionDocument, { id: comparison.agentId }, callOf(context));
  if (agent?.draft == null) throw new NotFoundError('agent', comparison.agentId);
  const changes = promotionOperations(agent.draft.spec, variant, fallbacks);
  const paths = changes.map(({ path }) => path.replace('/spec/', ''));
  return {
    comparison,
    variant,
    baseRevision: agent.draft.revision,
    operations: changes,
    summary:
      paths.length === 0
        ? `The draft is like ${labelOf(comparison, variantId)} already.`
        : `${labelOf(comparison, variantId)} changes ${paths.join(', ')}.`,
  };
}

function variantOf({ variants }: ComparisonRecord, id: string): VariantRecord {
  const found = variants.find((variant) => variant.id === id);
  if (found === undefined) throw new NotFoundError('variant', id);
  return found;
}
