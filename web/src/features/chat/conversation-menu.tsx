import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMutation } from 'urql';
import { problemLine } from '../../graphql/problem.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';
import { DeleteConversationDocument } from './chat-document.ts';
import { RenameConversation } from './rename-conversation.tsx';

interface ConversationMenuProps {
  conversationId: string;
  title: string;
  onDeleted: () => void;
}

export function ConversationMenu({ conversationId, title, onDeleted }: ConversationMenuProps) {
  const [, remove] = useMutation(DeleteConversationDocument);
  const [asking, setAsking] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const [busy, setBusy] = useState(false);
  const deleteForGood = async (): Promise<void> => {
    setBusy(true);
    const { data, error } = await remove({ input: { conversationId } });
    setBusy(false);
    setAsking(false);
    const problem = error === undefined ? data?.deleteConversation.userErrors[0]?.message : problemLine(error);
    if (problem === undefined) onDeleted();
    else toast.error('The conversation was not deleted', { description: problem });
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
            label: 'Rename',
            icon: <Pencil className="icon text-ink-3" aria-hidden="true" />,
            onSelect: () => setRenaming(true),
          },
          {
            label: 'Delete conversation',
            danger: true,
            icon: <Trash2 className="icon" aria-hidden="true" />,
            onSelect: () => setAsking(true),
          },
        ]}
      />
      {renaming ? (
        <RenameConversation
          // The title may still be loading when the dialog opens.
          key={title}
          conversationId={conversationId}
          title={title}
          onClose={() => setRenaming(false)}
        />
      ) : null}
      <Dialog
        open={asking}
        title="Delete this conversation?"
        description="Its messages go. The runs behind its answers stay in the list of runs."
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button size={32} onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button size={32} variant="danger" busy={busy} onClick={() => void deleteForGood()}>
              Delete
            </Button>
          </>
        }
      />
    </>
  );
}
