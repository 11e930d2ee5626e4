import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { BudgetAction, BudgetPeriod, BudgetScope } from '../../gql/graphql.ts';
import { problemLine } from '../../graphql/problem.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { Select } from '../../ui/select.tsx';
import { actionsOf, nanoOf, PERIODS, SCOPES } from './budget-words.ts';

const BudgetSubjectsDocument = graphql(`
  query BudgetSubjects {
    departments(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
    teams(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
    users(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
    agents(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
    apiKeys(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);

const SetBudgetDocument = graphql(`
  mutation SetBudget($input: SetBudgetInput!) {
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

const LISTS = { DEPARTMENT: 'departments', TEAM: 'teams', USER: 'users', AGENT: 'agents', API_KEY: 'apiKeys' } as const;
const NOUNS = { DEPARTMENT: 'Department', TEAM: 'Team', USER: 'Person', AGENT: 'Agent', API_KEY: 'API key' } as const;

/** Sets what somebody may spend. A subject has one budget for each period; setting it again changes it. */
export function SetBudget({ open, onClose, onSet }: { open: boolean; onClose: () => void; onSet: () => void }) {
  const [{ data, error }] = useQuery({ query: BudgetSubjectsDocument, pause: !open });
  const [, setBudget] = useMutation(SetBudgetDocument);
  const [scope, setScope] = useState<BudgetScope>('TENANT');
  const [subjectId, setSubjectId] = useState('');
  const [period, setPeriod] = useState<BudgetPeriod>('MONTH');
  const [action, setAction] = useState<BudgetAction>('STOP');
  const [amount, setAmount] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const subjects =
    scope === 'TENANT'
      ? []
      : (data?.[LISTS[scope]].edges ?? []).map(({ node: { id, name } }) => ({ value: id, label: name }));

  const submit = async (): Promise<void> => {
    const limit = nanoOf(amount);
    if (limit === null) return setProblem('Enter an amount in dollars, for example 25 or 0.50.');
    if (scope !== 'TENANT' && subjectId === '') return setProblem('Choose whose spending it limits.');
    setBusy(true);
    const input = { scope, subjectId: scope === 'TENANT' ? null : subjectId, period, limit, action };
    const answer = await setBudget({ input });
    setBusy(false);
    const refusal =
      answer.error === undefined ? answer.data?.setBudget.userErrors[0]?.message : problemLine(answer.error);
    setProblem(refusal ?? null);
    if (refusal !== undefined) return;
    setAmount('');
    onSet();
    onClose();
  };

  return (
    <Dialog
      open={open}
      title="Set a budget"
      description="The most that a call may cost is reserved before it is made, so a budget is never overspent."
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} busy={busy} onAct={() => void submit()}>
          Set budget
        </DialogActions>
      }
    >
      <Field label="Limits">
        {(parts) => (
          <Select
            {...parts}
            options={SCOPES}
            value={scope}
            onChange={({ target }) => {
              setScope(target.value as BudgetScope);
              setSubjectId('');
            }}
          />
        )}
      </Field>
      {scope === 'TENANT' ? null : (
        <Field
          label={NOUNS[scope]}
          {...(error === undefined ? {} : { error: 'The list did not load. Close and try again.' })}
        >
          {(parts) => (
            <Select
              {...parts}
              options={[{ value: '', label: data === undefined ? 'Loading …' : 'Choose' }, ...subjects]}
              value={subjectId}
              onChange={({ target }) => setSubjectId(target.value)}
            />
          )}
        </Field>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Field label="Dollars">
          {(parts) => (
            <Input
              {...parts}
              inputMode="decimal"
              placeholder="25.00"
              value={amount}
              onChange={({ target }) => setAmount(target.value)}
            />
          )}
        </Field>
        <Field label="How often">
          {(parts) => (
            <Select
              {...parts}
              options={PERIODS}
              value={period}
              onChange={({ target }) => setPeriod(target.value as BudgetPeriod)}
            />
          )}
        </Field>
      </div>
      <Field label="When a call does not fit">
        {(parts) => (
          <Select
            {...parts}
            options={actionsOf(scope)}
            value={action}
            onChange={({ target }) => setAction(target.value as BudgetAction)}
          />
        )}
      </Field>
      <ProblemLine>{problem}</ProblemLine>
    </Dialog>
  );
}
