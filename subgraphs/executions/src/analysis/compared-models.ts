import type { Viewer } from '@aether/common/security';
import type { InternalOperations, Logger } from '@aether/common/service';
import { ComparedModelsDocument } from '@aether/schema/internal/testing';
import type { ComparedModel } from './cheaper-model.ts';

/** A summary does not wait for what it can do without. */
const TIMEOUT_MS = 1_000;

/**
 * What the latest comparisons of an agent found, newest first, as far as the viewer may see it. Never fails: without an answer there is nothing
 * to tell.
 */
export async function comparedModels(
  { operations, logger }: { readonly operations: InternalOperations; readonly logger: Logger },
  agentId: string,
  { viewer, requestId }: { readonly viewer: Viewer; readonly requestId: string },
): Promise<readonly (readonly ComparedModel[])[]> {
  try {
    const options = { onBehalfOf: viewer, requestId, signal: AbortSignal.timeout(TIMEOUT_MS) };
    const { comparisons } = await operations.call(ComparedModelsDocument, { agentId }, options);
    return comparisons.edges
      .filter(({ node }) => node.status === 'FINISHED')
      .map(({ node: { variants, statistics } }) =>
        variants.flatMap(({ id, label, model }) => {
          const measured = statistics.find(({ variantId }) => variantId === id);
          if (model == null || measured === undefined) return [];
          const { finished, score, scoreLow, costPerRun, unpriced } = measured;
          return {
            modelId: model.id,
            name: label,
            finished,
            score: score ?? null,
            scoreLow: scoreLow ?? null,
            costPerRun: costPerRun ?? null,
            unpriced,
          };
        }),
      );
  } catch (error) {
    logger.debug({ err: error, agentId }, 'comparisons of the agent could not be asked; the summary does without');
    return [];
  }
}
