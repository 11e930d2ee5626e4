import type { Viewer } from '@aether/common/security';
import { NotFoundError, Permission, ValidationError, requireViewer } from '@aether/common/service';
import { EmbeddingModelDocument } from '@aether/schema/internal/agents';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import type { NotebookRecord } from '../../db/notebook-record.ts';
import { ModelIncapableError, SlugTakenError } from '../../errors.ts';
import { audienceOf, sharedWith } from '../../notebook-audience.ts';
import { actorOf } from '../../notebook-rights.ts';
import { isSlug, slugFrom } from '../../slug.ts';
import { CreateNotebookInput } from '../../types/notebook-inputs.ts';
import { NotebookPayload } from '../../types/payloads.ts';
import { checkedName, checkedSettings, checkedText } from '../notebook-input.ts';
import { withUserErrors } from '../with-user-errors.ts';

/** Free slugs are looked for by number, then the caller has to name one. */
const SLUG_ATTEMPTS = 20;

@Resolver()
export class CreateNotebookResolver {
  @Permission('notebook:create')
  @Mutation(() => NotebookPayload)
  createNotebook(
    @Arg('input', () => CreateNotebookInput) input: CreateNotebookInput,
    @Ctx() context: MemoryContext,
  ): Promise<NotebookPayload> {
    return withUserErrors<NotebookPayload>({ notebook: null }, async () => {
      const viewer = requireViewer(context);
      const name = checkedName('name', input.name);
      if (typeof input.slug === 'string' && !isSlug(input.slug)) {
        throw new ValidationError(
          ['slug'],
          'lower-case words of letters and digits joined by "-", at most 60 characters',
          JSON.stringify(input.slug),
          `For example "${slugFrom(name)}".`,
        );
      }
      const model = await embeddingModel(context, viewer, input.embeddingModelId ?? null);
      const now = context.memory.clock.now().toISOString();
      const visibility = input.visibility ?? 'PRIVATE';
      const ownerId = actorOf(viewer);
      const shared = sharedWith(visibility, viewer);
      const notebook: NotebookRecord = {
        id: context.memory.ids('nbk'),
        slug: input.slug ?? slugFrom(name),
        name,
        domain: checkedText('domain', input.domain),
        description: checkedText('description', input.description),
        visibility,
        sharedWith: [...shared],
        audience: [...audienceOf({ ownerId, sharedWith: shared, granteeIds: [] })],
        ownerId,
        editorIds: [],
        embeddingModelId: model.id,
        embeddingModelSlug: model.slug,
        embeddingSpace: null,
        ...checkedSettings(input),
        documentCount: 0,
        passageCount: 0,
        createdAt: now,
        updatedAt: now,
      };
      const created = await create(context, viewer, notebook, typeof input.slug === 'string');
      context.memory.events.ring();
      return { notebook: created };
    });
  }
}

/** The default model of the installation needs no question. */
async function embeddingModel(
  context: MemoryContext,
  viewer: Viewer,
  id: string | null,
): Promise<{ id: string | null; slug: string }> {
  if (id === null) return { id: null, slug: context.memory.config.embeddingModel };
  const { model } = await context.memory.operations.call(
    EmbeddingModelDocument,
    { id },
    { onBehalfOf: viewer, requestId: context.requestId, signal: context.signal },
  );
  if (model === null) throw new NotFoundError('model', id);
  if (!model.capabilities.includes('EMBEDDINGS') || !model.enabled) throw new ModelIncapableError(model.slug);
  return { id: model.id, slug: model.slug };
}

async function create(
  context: MemoryContext,
  viewer: Viewer,
  notebook: NotebookRecord,
  slugIsChosen: boolean,
): Promise<NotebookRecord> {
  const { notebooks, events } = context.memory;
  for (let attempt = 1; ; attempt += 1) {
    const slug = attempt === 1 ? notebook.slug : `${notebook.slug}-${attempt}`;
    try {
      return await notebooks.create(viewer.tenantId, { ...notebook, slug }, (transaction) =>
        events.record(
          transaction,
          { viewer, requestId: context.requestId },
          {
            type: 'aether.notebook.created',
            subject: notebook.id,
            action: 'notebook.create',
            objectType: 'Notebook',
            after: { name: notebook.name, slug, visibility: notebook.visibility },
          },
        ),
      );
    } catch (error) {
      if (!(error instanceof SlugTakenError) || slugIsChosen || attempt === SLUG_ATTEMPTS) throw error;
    }
  }
}
