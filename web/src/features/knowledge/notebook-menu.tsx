import { Ellipsis, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMutation } from 'urql';
import { problemLine } from '../../graphql/problem.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';
import { actionReason } from '../agents/action-reason.ts';
import { DeleteNotebookDocument, type Notebook } from './notebook-document.ts';

export function NotebookMenu({ notebook, onDeleted }: { notebook: Notebook; onDeleted: () => void }) {
  const [, remove] = useMutation(DeleteNotebookDocument);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const deleteForGood = async (): Promise<void> => {
    setBusy(true);
    const { data, error } = await remove({ input: { notebookId: notebook.id } });
    setBusy(false);
    setAsking(false);
    const problem = error === undefined ? data?.deleteNotebook.userErrors[0]?.message : problemLine(error);
    if (problem === undefined) onDeleted();
    else toast.error('The notebook was not deleted', { description: problem });
  };
  return (
    <>
      <Menu
        trigger={
          <button type="button" aria-label="More" className={buttonClasses({ variant: 'ghost', icon: true })}>
            <Ellipsis className="icon" aria-hidden="true" />
          </button>
        }
        actions={[
          {
            label: 'Delete notebook',
            danger: true,
            icon: <Trash2 className="icon" aria-hidden="true" />,
            disabledReason: actionReason(notebook.viewerActions, 'deleteNotebook'),
            onSelect: () => setAsking(true),
          },
        ]}
      />
      <Dialog
        open={asking}
        title={`Delete ${notebook.name}?`}
        description="All its documents go with it, and agents that use it find nothing there any more. This cannot be undone."
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button size={32} onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button size={32} variant="danger" busy={busy} onClick={() => void deleteForGood()}>
              Delete notebook
            </Button>
          </>
        }
      />
    </>
  );
}
