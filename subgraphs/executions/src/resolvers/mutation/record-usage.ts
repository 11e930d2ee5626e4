import { ForbiddenError, Permission, requireViewer, SERVICE_ONLY, ValidationError } from '@aether/common/service';
import { INTERNAL_OPERATIONS } from '@aether/schema';
import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { SLICE_LIFE_MS } from '../../budgets/slice.ts';
import type { ExecutionsContext } from '../../context.ts';
import { RecordUsageInput, RecordUsagePayload } from '../../types/shared-slice-inputs.ts';

const CALLERS: readonly string[] = INTERNAL_OPERATIONS.RecordUsage.callers;
/** Of one transaction. */
const MAXIMUM_ROWS = 1_000;

@Resolver()
export class RecordUsageResolver {
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Mutation(() => RecordUsagePayload, {
    description:
      'Service only: a batch of ledger rows, one per paid attempt outside of runs, and what their slices have used. A row sent twice counts once.',
  })
  async recordUsage(
    @Arg('input', () => RecordUsageInput) { rows, slices }: RecordUsageInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<RecordUsagePayload> {
    const { parts, caller } = context;
    if (caller === null || !CALLERS.includes(caller)) throw new ForbiddenError(SERVICE_ONLY);
    if (rows.length > MAXIMUM_ROWS)
      throw new ValidationError(['input', 'rows'], `at most ${MAXIMUM_ROWS}`, String(rows.length));
    const { tenantId } = requireViewer(context);
    const calls = rows.map((row) => ({
      id: parts.ids('use'),
      callId: row.callId,
      startedById: row.startedById,
      apiKeyId: row.apiKeyId ?? null,
      modelId: row.modelId ?? null,
      model: row.model,
      operation: row.operation,
      promptTokens: row.promptTokens,
      completionTokens: row.completionTokens,
      cachedTokens: row.cachedTokens,
      cost: row.cost ?? null,
      unpriced: row.unpriced,
      durationMs: row.durationMs,
      errorCode: row.errorCode ?? null,
      ownKey: row.ownKey ?? false,
      at: row.at,
    }));
    const marks = slices.map(({ sliceId, used, returned }) => ({ id: sliceId, used, returned }));
    const { recorded, open } = await parts.sharedSlices.record(
      tenantId,
      { calls, marks: marks.filter(({ returned }) => !returned), returned: marks.filter(({ returned }) => returned) },
      SLICE_LIFE_MS,
    );
    return { recorded, openSliceIds: open, userErrors: [] };
  }
}
