import { claimIdempotencyKey, hashInput } from '@aether/common/graph';
import { Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import { DocumentBusyError } from '../../errors.ts';
import { actorOf } from '../../notebook-rights.ts';
import { ReprocessDocumentInput } from '../../types/document-inputs.ts';
import { DocumentPayload } from '../../types/payloads.ts';
import { checkedName } from '../notebook-input.ts';
import { lockFor, requireDocument } from '../reachable.ts';
import { withUserErrors } from '../with-user-errors.ts';

@Resolver()
export class ReprocessDocumentResolver {
  @Permission('document:add')
  @Mutation(() => DocumentPayload, {
    description: 'Reads the original again, with the settings of today. What is there stays searchable meanwhile.',
  })
  reprocessDocument(
    @Arg('input', () => ReprocessDocumentInput) input: ReprocessDocumentInput,
    @Ctx() context: MemoryContext,
  ): Promise<DocumentPayload> {
    return withUserErrors<DocumentPayload>({ document: null }, async () => {
      const viewer = requireViewer(context);
      const { database, documents, events, clock } = context.memory;
      const before = await requireDocument(context, input.documentId);
      const document = await database.tenant(viewer.tenantId).transaction(async (transaction) => {
        await lockFor(context, transaction, 'reprocessDocument', before.notebookId);
        const now = clock.now();
        // The same key names one processing: another generation under it is the same request, sent again.
        const earlier = await claimIdempotencyKey(transaction, {
          actor: actorOf(viewer),
          operation: 'reprocessDocument',
          key: checkedName('idempotencyKey', input.idempotencyKey),
          inputHash: hashInput(input.documentId),
          resultId: `${before.id}/${before.generation + 1}`,
          nowMs: now.getTime(),
        });
        if (earlier !== null) return before;
        const queued = await documents.reprocess(transaction, before.id, now.toISOString());
        if (queued === null) throw new DocumentBusyError(before.status);
        return queued;
      });
      await events.wakeIngestion(document.id);
      events.documentChanged(viewer.tenantId, document.notebookId, document.id);
      return { document };
    });
  }
}
