import { Permission, requireViewer } from '@aether/common/service';
import { Arg, type ArgsDictionary, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import { readerOf } from '../../db/access.ts';
import type { DocumentRecord } from '../../db/document-record.ts';
import { documentChannel } from '../../events.ts';
import { DocumentChange } from '../../types/payloads.ts';
import { documentChanges } from '../document-changes.ts';
import { requireNotebook } from '../reachable.ts';

type Change = { readonly id: string; readonly document: DocumentRecord | null };

/** How long a client may take from reading its list to this subscription. */
const RECENT_MS = 60_000; // 1 minute

async function subscribe({
  args,
  context,
}: {
  readonly args: ArgsDictionary;
  readonly context: MemoryContext;
}): Promise<AsyncIterable<Change>> {
  const viewer = requireViewer(context);
  const notebook = await requireNotebook(context, notebookIdIn(args));
  const { streams, documents, clock } = context.memory;
  return documentChanges({
    streams,
    channel: documentChannel(viewer.tenantId, notebook.id),
    recent: () =>
      documents.recentIds(viewer.tenantId, notebook.id, new Date(clock.now().getTime() - RECENT_MS).toISOString()),
    // Not through the request's loaders: they would answer the first state for ever.
    load: (ids) => documents.byIds(viewer.tenantId, readerOf(viewer), ids),
    signal: context.signal,
  });
}

function notebookIdIn(args: ArgsDictionary): string {
  const id: unknown = args['notebookId'];
  return typeof id === 'string' ? id : '';
}

@Resolver()
export class DocumentsChangedResolver {
  @Permission('notebook:read')
  @Subscription(() => DocumentChange, {
    description: 'Documents of a notebook that are added, processed or deleted, each in its newest state.',
    subscribe,
  })
  documentsChanged(@Root() change: Change, @Arg('notebookId', () => ID) _notebookId: string): Change {
    return change;
  }
}
