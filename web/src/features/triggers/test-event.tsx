import { useState } from 'react';
import { useMutation } from 'urql';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine } from '../../graphql/problem.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { SendTestEventDocument } from './delivery-document.ts';

interface TestEventProps {
  triggerId: string;
  /** Names of the agent's input. */
  fields: readonly string[];
  onClose: () => void;
  onSent: () => void;
}

/** An event by hand: it takes the way of all others, and its run costs what a run costs. */
export function TestEvent({ triggerId, fields, onClose, onSent }: TestEventProps) {
  const [, send] = useMutation(SendTestEventDocument);
  const [text, setText] = useState(() =>
    JSON.stringify(Object.fromEntries(fields.map((field) => [field, ''])), null, 2),
  );
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (): Promise<void> => {
    const body = read(text);
    if (body === undefined) return setProblem('This is no JSON.');
    setBusy(true);
    const { data, error } = await send({ input: { triggerId, body, idempotencyKey: idempotencyKey() } });
    setBusy(false);
    const refusal = error === undefined ? data?.sendTestEvent.userErrors[0]?.message : problemLine(error);
    if (refusal !== undefined) return setProblem(refusal);
    onSent();
  };

  return (
    <Dialog
      open
      title="Send a test event"
      description="It starts a real run when the webhook is on; else it is held as a sample."
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} busy={busy} onAct={() => void submit()}>
          Send
        </DialogActions>
      }
    >
      <Field label="Body" error={problem}>
        {(parts) => (
          <TextArea
            {...parts}
            className="max-h-72 min-h-32 overflow-auto font-mono"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
