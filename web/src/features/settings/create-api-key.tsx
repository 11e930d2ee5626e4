import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/check.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { useViewer } from '../shell/use-viewer.ts';
import { KeyLimitsFields } from './key-limits-fields.tsx';
import { NO_LIMITS, readLimits } from './key-limits.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';

const CreateApiKeyDocument = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      apiKey {
        id
        name
        prefix
      }
      secret
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

const BudgetOfKeyDocument = graphql(`
  mutation BudgetOfKey($input: SetBudgetInput!) {
    setBudget(input: $input) {
      budget {
        id
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

const USUAL_SCOPES = ['agent:read', 'agent:run', 'execution:read', 'model:use', 'model:read'];
const usualFirst = (permission: string): number => Number(USUAL_SCOPES.includes(permission));

/** Makes a key that may do no more than its maker, and shows its secret once. */
export function CreateApiKey({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { viewer } = useViewer();
  const [, create] = useMutation(CreateApiKeyDocument);
  const [, setBudget] = useMutation(BudgetOfKeyDocument);
  const [limits, setLimits] = useState(NO_LIMITS);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<ReadonlySet<string>>(new Set(USUAL_SCOPES));
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const grantable = (viewer?.permissions ?? []).toSorted((left, right) => usualFirst(right) - usualFirst(left));
  const chosen = grantable.filter((permission) => scopes.has(permission));

  const close = (): void => {
    setSecret(null);
    setName('');
    setLimits(NO_LIMITS);
    setProblem(null);
    onClose();
  };
  const submit = async (): Promise<void> => {
    if (name.trim() === '') return setProblem('Give the key a name, so that you know it again.');
    if (chosen.length === 0) return setProblem('Choose at least one thing that the key may do.');
    const read = readLimits(limits);
    if ('problem' in read) return setProblem(read.problem);
    const { budget, ...rates } = read;
    setBusy(true);
    const { data, error } = await create({ input: { name: name.trim(), scopes: chosen, ...rates } });
    const refusal = error === undefined ? data?.createApiKey.userErrors[0]?.message : problemLine(error);
    const id = data?.createApiKey.apiKey?.id;
    const unlimited = budget === null || id === undefined ? null : await limitKey(id, budget);
    setBusy(false);
    setProblem(refusal ?? unlimited);
    setSecret(data?.createApiKey.secret ?? null);
  };
  /** The key exists by now: what went wrong is told beside its secret. */
  const limitKey = async (subjectId: string, limit: number): Promise<string | null> => {
    const input = { scope: 'API_KEY', subjectId, period: 'MONTH', limit, action: 'STOP' } as const;
    const { data, error } = await setBudget({ input });
    const refusal = error === undefined ? data?.setBudget.userErrors[0]?.message : problemLine(error);
    return refusal === undefined ? null : `The key has no budget: ${refusal} Set it under Budgets.`;
  };
  const toggle = (permission: string, on: boolean): void =>
    setScopes((before) => {
      const after = new Set(before);
      if (on) after.add(permission);
      else after.delete(permission);
      return after;
    });

  if (secret !== null) {
    return (
      <Dialog
        open={open}
        title="Copy the key now"
        description="It is shown this once. Only a hash of it is stored."
        actions={
          <Button size={32} variant="primary" onClick={close}>
            I have copied it
          </Button>
        }
      >
        <div className="flex items-center gap-2 rounded-control border border-line bg-well px-3 py-2">
          <code className="min-w-0 flex-1 font-mono text-12 break-all">{secret}</code>
          <CopyButton text={secret} label="Copy key" />
        </div>
        <ProblemLine>{problem}</ProblemLine>
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      title="New API key"
      onClose={close}
      actions={
        <DialogActions onCancel={close} busy={busy} onAct={() => void submit()}>
          Create key
        </DialogActions>
      }
    >
      <Field label="Name" hint="For example the program that uses it">
        {(parts) => <Input {...parts} value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <fieldset>
        <legend className="mb-1 text-12 font-medium">It may</legend>
        <div className="grid max-h-48 grid-cols-2 gap-x-4 overflow-auto rounded-control border border-line p-2 max-md:grid-cols-1">
          {grantable.map((permission) => (
            <Check
              key={permission}
              label={permission}
              checked={scopes.has(permission)}
              onChange={(event) => toggle(permission, event.target.checked)}
            />
          ))}
        </div>
      </fieldset>
      <KeyLimitsFields
        limits={limits}
        mayBudget={viewer?.permissions.includes('budget:manage') === true}
        onChange={setLimits}
      />
      <ProblemLine>{problem}</ProblemLine>
    </Dialog>
  );
}
