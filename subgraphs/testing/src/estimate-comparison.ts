import { UsualUsageDocument } from '@aether/schema/internal/executions';
import type { VariantRecord } from './comparison.ts';
import { callOf, type TestingContext } from './context.ts';
import { estimatedCost, estimatedDurationMs, sumOfEstimates, type UsualUsage } from './estimate.ts';
import type { PreparedComparison } from './prepare-comparison.ts';
import type { CostEstimate } from './types/cost-estimate.ts';
import { variantSpecification } from './variant-specification.ts';

/** What a comparison will most likely cost and take. */
export async function estimateOf(
  context: TestingContext,
  agentId: string,
  prepared: PreparedComparison,
): Promise<CostEstimate> {
  const { operations, cellsInParallel } = context.parts;
  const { usualUsage } = await operations.call(UsualUsageDocument, { agentId }, callOf(context));
  const usual = usualUsage ?? null;
  const perVariant = prepared.variants.map((variant) => ({
    label: variant.label,
    ...variantEstimate(prepared, variant, usual),
  }));
  const cells = prepared.cases.length * prepared.variants.length;
  return {
    ...sumOfEstimates(perVariant),
    durationMs: estimatedDurationMs(cells, cellsInParallel, usual, prepared.judge !== null),
    perVariant,
  };
}

function variantEstimate(
  { cases, pinned, judge }: PreparedComparison,
  variant: VariantRecord,
  usual: UsualUsage | null,
): { readonly cost: number | null; readonly unpriced: boolean } {
  const spec = variantSpecification(pinned.spec, variant);
  return sumOfEstimates(
    cases.map(({ input, checks }) =>
      estimatedCost({
        spec,
        model: variant.model,
        input,
        judge,
        judgements: 1 + checks.filter(({ kind }) => kind === 'JUDGE').length,
        usual,
      }),
    ),
  );
}
