import { useEffect, useMemo } from 'react';
import { useClient } from 'urql';
import { useStore } from '../../ui/store.ts';
import { toast } from '../../ui/toast.tsx';
import { UploadQueue, type Upload } from './upload-queue.ts';

/** The files that are being added to a notebook and are not among its `known` documents yet; `onAdded` is told when one arrived. */
export function useUploads(notebookId: string, known: ReadonlySet<string>, onAdded: () => void) {
  const client = useClient();
  const queue = useMemo(() => new UploadQueue(client, notebookId), [client, notebookId]);
  useEffect(() => queue.start(), [queue]);
  useEffect(
    () =>
      queue.listen((file, outcome) => {
        if (outcome.kind === 'existing')
          toast.success(`${file.name} is already here`, {
            description: `The same bytes are in “${outcome.title}”. Nothing was added twice.`,
          });
        onAdded();
      }),
    [queue, onAdded],
  );
  const { uploads } = useStore(queue);
  const isKnown = ({ documentId }: Upload): boolean => documentId !== null && known.has(documentId);
  const settled = uploads.find(isKnown)?.id;
  useEffect(() => {
    if (settled !== undefined) queue.dismiss(settled);
  }, [queue, settled]);
  return { uploads: uploads.filter((upload) => !isKnown(upload)), add: queue.add, dismiss: queue.dismiss };
}
