import { useState } from 'react';
import { useMutation } from 'urql';
import { problemLine } from '../../graphql/problem.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { RenameConversationDocument } from './chat-document.ts';

interface RenameConversationProps {
  conversationId: string;
  title: string;
  onClose: () => void;
}

/** Mount it when it opens: it starts with the title of that moment. */
export function RenameConversation({ conversationId, title, onClose }: RenameConversationProps) {
  const [, rename] = useMutation(RenameConversationDocument);
  const [typed, setTyped] = useState(title);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isSame = typed.trim() === title.trim();
  const save = async (): Promise<void> => {
    if (busy || isSame || typed.trim() === '') return;
    setBusy(true);
    const { data, error } = await rename({ input: { conversationId, title: typed.trim() } });
    setBusy(false);
    const refused = error === undefined ? data?.renameConversation.userErrors[0]?.message : problemLine(error);
    if (refused === undefined) onClose();
    else setProblem(refused);
  };
  return (
    <Dialog
      open
      title="Rename this conversation"
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          busy={busy}
          disabledReason={typed.trim() === '' ? 'Enter a name.' : isSame ? 'Nothing was changed.' : null}
          onAct={() => void save()}
        >
          Rename
        </DialogActions>
      }
    >
      <Field label="Name" error={problem}>
        {(parts) => (
          <Input
            {...parts}
            maxLength={200}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => (event.key === 'Enter' ? void save() : undefined)}
          />
        )}
      </Field>
    </Dialog>
  );
}
