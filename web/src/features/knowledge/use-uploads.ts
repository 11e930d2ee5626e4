import { useEffect, useMemo } from 'react';
import { useClient } from 'urql';
import { useStore } from '../../ui/store.ts';
import { toast } from '../../ui/toast.tsx';
import { UploadQueue } from './upload-queue.ts';

/** The files that are being added to a notebook; `onAdded` is told when one arrived. */
export function useUploads(notebookId: string, onAdded: () => void) {
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
  return { uploads, add: queue.add, dismiss: queue.dismiss };
}
