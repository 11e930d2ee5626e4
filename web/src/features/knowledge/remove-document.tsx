import { useState } from 'react';
import { useMutation } from 'urql';
import { problemLine } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { DeleteDocumentDocument } from './notebook-document.ts';

interface RemoveDocumentProps {
  document: { id: string; title: string } | null;
  onClose: () => void;
  onRemoved: () => void;
}

export function RemoveDocument({ document, onClose, onRemoved }: RemoveDocumentProps) {
  const [, remove] = useMutation(DeleteDocumentDocument);
  const [busy, setBusy] = useState(false);
  const removeForGood = async (): Promise<void> => {
    if (document === null) return;
    setBusy(true);
    const { data, error } = await remove({ input: { documentId: document.id } });
    setBusy(false);
    onClose();
    const problem = error === undefined ? data?.deleteDocument.userErrors[0]?.message : problemLine(error);
    if (problem === undefined) onRemoved();
    else toast.error('The document was not removed', { description: problem });
  };
  return (
    <Dialog
      open={document !== null}
      title={`Remove ${document?.title ?? 'the document'}?`}
      description="Its passages are found no more. Earlier answers keep the words that they quoted."
      onClose={onClose}
      actions={
        <>
          <Button size={32} onClick={onClose}>
            Keep it
          </Button>
          <Button size={32} variant="danger" busy={busy} onClick={() => void removeForGood()}>
            Remove
          </Button>
        </>
      }
    />
  );
}
