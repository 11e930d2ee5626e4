import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { Visibility } from '../../gql/graphql.ts';
import { problemLine } from '../../graphql/problem.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { toast } from '../../ui/toast.tsx';
import { VISIBILITIES } from './visibility.ts';

const PublishDocument = graphql(`
  mutation PublishAgent($input: PublishAgentInput!) {
    publishAgent(input: $input) {
      version {
        id
        number
      }
      agent {
        id
        status
        visibility
        published {
          id
          number
          hash
          publishedAt
        }
      }
      conflict {
        currentRevision
        changedAt
        theirs
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

interface PublishDialogProps {
  open: boolean;
  agentId: string;
  visibility: Visibility;
  current: number | null;
  flush: () => Promise<number | null>;
  onClose: () => void;
  onPublished: () => void;
}

/** Makes the draft the version that everybody uses. Runs that are under way keep theirs. */
export function PublishDialog({ open, agentId, visibility, current, flush, onClose, onPublished }: PublishDialogProps) {
  const [, publish] = useMutation(PublishDocument);
  const [notes, setNotes] = useState('');
  const [audience, setAudience] = useState<Visibility>(visibility);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);

  const attempt = async (): Promise<readonly string[]> => {
    const revision = await flush();
    if (revision === null) return ['The draft could not be saved. Nothing was published.'];
    const { data, error } = await publish({
      input: { agentId, expectedRevision: revision, notes: notes.trim() || undefined, visibility: audience },
    });
    if (error !== undefined) return [problemLine(error)];
    const payload = data?.publishAgent;
    if (payload?.conflict)
      return [`Revision ${payload.conflict.currentRevision} was saved meanwhile. Look at it, then publish again.`];
    const refused = (payload?.userErrors ?? []).map(({ path, message, hint }) =>
      [path?.join('.'), message, hint].filter(Boolean).join(': '),
    );
    if (refused.length > 0) return refused;
    toast.success(`Version ${payload?.version?.number ?? ''} is live`);
    setNotes('');
    onPublished();
    return [];
  };
  const submit = async (): Promise<void> => {
    setBusy(true);
    const found = await attempt();
    setProblems(found);
    setBusy(false);
  };

  return (
    <Dialog
      open={open}
      title={current === null ? 'Publish version 1' : `Publish version ${current + 1}`}
      description={
        current === null
          ? 'From then on the agent can be used in chat and over the API.'
          : `It replaces version ${current} at once. Runs that are under way keep theirs.`
      }
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} busy={busy} onAct={() => void submit()}>
          Publish
        </DialogActions>
      }
    >
      <Field label="What changed" hint="Shown in the list of versions">
        {(parts) => (
          <TextArea
            {...parts}
            rows={3}
            maxLength={2000}
            value={notes}
            onChange={(event) => setNotes(event.target.value)}
          />
        )}
      </Field>
      <Field label="Who may use it">
        {(parts) => (
          <Select
            {...parts}
            value={audience}
            options={VISIBILITIES}
            onChange={(event) =>
              setAudience(VISIBILITIES.find(({ value }) => value === event.target.value)?.value ?? visibility)
            }
          />
        )}
      </Field>
      {problems.length === 0 ? null : (
        <ul role="alert" className="flex flex-col gap-1 text-error">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
