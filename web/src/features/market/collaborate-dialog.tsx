import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { CollaborationRole } from '../../gql/graphql.ts';
import { problemLine } from '../../graphql/problem.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { toast } from '../../ui/toast.tsx';
import { ROLES, roleOf } from './roles.ts';

const RequestDocument = graphql(`
  mutation RequestCollaboration($input: RequestCollaborationInput!) {
    requestCollaboration(input: $input) {
      request {
        id
        status
      }
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

interface CollaborateDialogProps {
  agentId: string;
  name: string;
  open: boolean;
  onClose: () => void;
}

/** Asks the owner to let the viewer work on the agent; it waits in the owner's inbox. */
export function CollaborateDialog({ agentId, name, open, onClose }: CollaborateDialogProps) {
  const [, request] = useMutation(RequestDocument);
  const [role, setRole] = useState<CollaborationRole>('EDITOR');
  const [message, setMessage] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    setBusy(true);
    const { data, error } = await request({ input: { agentId, role, message: message.trim() || null } });
    setBusy(false);
    const refused = error === undefined ? data?.requestCollaboration.userErrors[0]?.message : problemLine(error);
    setProblem(refused ?? null);
    if (refused !== undefined) return;
    toast.success('Your request is on its way', { description: 'Its owner answers in the marketplace.' });
    setMessage('');
    onClose();
  };
  return (
    <Dialog
      open={open}
      title={`Ask to collaborate on ${name}`}
      description="You work on the same agent, not on a copy. Its owner decides."
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} busy={busy} onAct={() => void submit()}>
          Send request
        </DialogActions>
      }
    >
      <Field label="I want to">
        {(parts) => (
          <Select
            {...parts}
            value={role}
            options={ROLES}
            onChange={(event) => setRole(roleOf(event.target.value) ?? role)}
          />
        )}
      </Field>
      <Field label="Message" hint="What you have in mind">
        {(parts) => (
          <TextArea
            {...parts}
            rows={3}
            maxLength={1000}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
        )}
      </Field>
      <ProblemLine>{problem}</ProblemLine>
    </Dialog>
  );
}
