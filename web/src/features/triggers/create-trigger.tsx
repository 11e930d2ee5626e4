import { useState } from 'react';
import { useMutation } from 'urql';
import { inputFields } from '../../execution/input-fields.ts';
import type { WebhookAuthentication } from '../../gql/graphql.ts';
import { readFragment } from '../../gql/index.ts';
import { problemLine } from '../../graphql/problem.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { Select } from '../../ui/select.tsx';
import { CreateTriggerDocument, TriggerFragment, type TriggerFacts } from './trigger-document.ts';

interface CreateTriggerProps {
  agentId: string;
  inputSchema: unknown;
  onClose: () => void;
  onCreated: (trigger: TriggerFacts, secret: string) => void;
}

const PROOFS = [
  { value: 'HMAC', label: 'Signature (Standard Webhooks)' },
  { value: 'BEARER', label: 'Bearer token' },
] as const satisfies readonly { value: WebhookAuthentication; label: string }[];

/** A new address for the agent. It begins with the obvious mapping: each field from the field of the same name. */
export function CreateTrigger({ agentId, inputSchema, onClose, onCreated }: CreateTriggerProps) {
  const [, create] = useMutation(CreateTriggerDocument);
  const [name, setName] = useState('');
  const [authentication, setAuthentication] = useState<WebhookAuthentication>('HMAC');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (): Promise<void> => {
    if (name.trim() === '') return setProblem('Give the webhook a name, such as the system that will send.');
    setBusy(true);
    const fields = inputFields(inputSchema).map((field) => [field.name, startOf(field.name, field.required)] as const);
    const { data, error } = await create({
      input: {
        agentId,
        name: name.trim(),
        type: 'WEBHOOK',
        configuration: {},
        authentication,
        mapping: Object.fromEntries(fields),
        enabled: true,
      },
    });
    setBusy(false);
    const payload = data?.createTrigger;
    if (error !== undefined) return setProblem(problemLine(error));
    const trigger = payload?.trigger ? readFragment(TriggerFragment, payload.trigger) : null;
    if (trigger === null || !payload?.secret) return setProblem(payload?.userErrors[0]?.message ?? 'It was not made.');
    onCreated(trigger, payload.secret);
  };

  return (
    <Dialog
      open
      title="New webhook"
      description="An address that starts a run of the published version for each event."
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} busy={busy} onAct={() => void submit()}>
          Create webhook
        </DialogActions>
      }
    >
      <Field label="Name">
        {(parts) => (
          <Input
            {...parts}
            value={name}
            maxLength={120}
            placeholder="Orders of the shop"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="The sender proves itself by"
        hint={
          authentication === 'HMAC'
            ? 'Each request is signed. The secret itself never travels.'
            : 'For senders that cannot sign, such as an Argo Sensor.'
        }
      >
        {(parts) => (
          <Select
            {...parts}
            value={authentication}
            options={PROOFS}
            onChange={(event) => setAuthentication(event.target.value === 'BEARER' ? 'BEARER' : 'HMAC')}
          />
        )}
      </Field>
      <ProblemLine>{problem}</ProblemLine>
    </Dialog>
  );
}

/** Names that are no identifiers are read by key. */
function startOf(name: string, required: boolean): string {
  const key = /^[A-Za-z_]\w*$/.test(name);
  if (key) return required ? `event.body.${name}` : `event.body.?${name}`;
  return required ? `event.body[${JSON.stringify(name)}]` : `event.body[?${JSON.stringify(name)}]`;
}
