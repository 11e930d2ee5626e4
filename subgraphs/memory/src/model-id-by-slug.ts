import { requireViewer } from '@aether/common/service';
import { EmbeddingModelDocument } from '@aether/schema/internal/agents';
import type { MemoryContext } from './context.ts';

/**
 * The id of a model that is known by its slug only, as the default of the installation is; asked from agents once per request and slug. Null
 * for who may not read models, and for a model that is gone.
 */
export async function modelIdBySlug(context: MemoryContext, slug: string): Promise<string | null> {
  const viewer = requireViewer(context);
  if (!viewer.permissions.includes('model:read')) return null;
  const { requestId, signal } = context;
  const loader = context.loaders.loader<string, string | null>('memory.model-ids', (slugs) =>
    Promise.all(
      slugs.map(async (wanted) => {
        const call = { onBehalfOf: viewer, requestId, signal };
        const { model } = await context.memory.operations.call(EmbeddingModelDocument, { slug: wanted }, call);
        return model?.id ?? null;
      }),
    ),
  );
  return loader.load(slug);
}
