import { useCallback } from 'react';
import { useMutation, useQuery, useSubscription } from 'urql';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine, problemOf } from '../../graphql/problem.ts';
import { useRefetchOnReconnect } from '../../graphql/use-refetch-on-reconnect.ts';
import { toast } from '../../ui/toast.tsx';
import { DocumentsChangedDocument, NotebookDocument, ReprocessDocument } from './notebook-document.ts';

/** A notebook whose documents move on by themselves. */
export function useNotebook(notebookId: string) {
  const [{ data, error }, execute] = useQuery({
    query: NotebookDocument,
    variables: { id: notebookId },
    requestPolicy: 'cache-and-network',
  });
  const refetch = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const [, reprocess] = useMutation(ReprocessDocument);
  const known = data?.notebook?.documents.edges;
  useSubscription({ query: DocumentsChangedDocument, variables: { notebookId } }, (_previous, change) => {
    // A document in the list changes in place, through the cache; one that comes, goes or becomes ready changes the figures too.
    const { id, document } = change.documentsChanged;
    if (
      document === null ||
      document === undefined ||
      document.status === 'READY' ||
      known?.every(({ node }) => node.id !== id)
    )
      refetch();
    return change;
  });
  useRefetchOnReconnect(refetch);
  const retry = useCallback(
    async (documentId: string): Promise<void> => {
      const answer = await reprocess({ input: { documentId, idempotencyKey: idempotencyKey() } });
      const problem =
        answer.error === undefined ? answer.data?.reprocessDocument.userErrors[0]?.message : problemLine(answer.error);
      if (problem !== undefined) toast.error('The document was not started again', { description: problem });
    },
    [reprocess],
  );
  return {
    notebook: data?.notebook,
    problem: error === undefined || data !== undefined ? null : problemOf(error),
    refetch,
    retry: (documentId: string) => void retry(documentId),
  };
}
