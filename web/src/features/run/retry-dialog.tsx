import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { editedArguments } from '../../execution/edited-arguments.ts';
import type { ExecutionRecord } from '../../execution/execution-record.ts';
import type { ExecutionView } from '../../execution/execution-view.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine } from '../../graphql/problem.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { RetryExecutionDocument, RetryPlanDocument } from './retry-document.ts';
import { RetryPlan } from './retry-plan.tsx';

const START = 'start';

interface RetryDialogProps {
  record: ExecutionRecord;
  view: ExecutionView;
  /** Step that is chosen on the page. */
  from: string | null;
  onClose: () => void;
}

/** Runs it again from the start or from a step, maybe with another input. What it would do is told before. */
export function RetryDialog({ record, view, from, onClose }: RetryDialogProps) {
  const navigate = useNavigate();
  const [fromStep, setFromStep] = useState(from ?? START);
  const [text, setText] = useState(() => JSON.stringify(record.input, null, 2));
  const [problem, setProblem] = useState<string | null>(null);
  const [{ fetching: busy }, retry] = useMutation(RetryExecutionDocument);
  // One key for one intention: another choice is another.
  const [key, setKey] = useState(idempotencyKey);
  const chosen = fromStep === START ? null : fromStep;
  const [{ data, error }] = useQuery({
    query: RetryPlanDocument,
    variables: { executionId: record.id, fromStep: chosen },
    requestPolicy: 'network-only',
  });
  const plan = data?.retryPlan;
  const options = [
    { value: START, label: 'The start' },
    ...[...view.steps.values()].map(({ id, name }, index) => ({ value: id, label: `${index + 1}. ${name}` })),
  ];

  const submit = async (): Promise<void> => {
    const edited = editedArguments(text, record.input);
    if ('problem' in edited) {
      setProblem(edited.problem.replace('Arguments are', 'The input is'));
      return;
    }
    const answer = await retry({
      input: { executionId: record.id, fromStep: chosen, inputOverride: edited.edits, idempotencyKey: key },
    });
    const [userError] = answer.data?.retryExecution.userErrors ?? [];
    const started = answer.data?.retryExecution.execution?.id;
    if (started !== undefined) {
      onClose();
      await navigate({ to: '/runs/$executionId', params: { executionId: started } });
      return;
    }
    setProblem(
      userError?.message ?? (answer.error === undefined ? 'The run did not start.' : problemLine(answer.error)),
    );
  };

  return (
    <Dialog
      open
      title="Retry this run"
      description="A new run begins. Steps before the chosen one are taken from this run and cost nothing."
      onClose={onClose}
      actions={
        <DialogActions
          onCancel={onClose}
          busy={busy}
          disabledReason={plan ? null : 'The plan has not loaded.'}
          onAct={() => void submit()}
        >
          Retry
        </DialogActions>
      }
    >
      <Field label="Begin at">
        {(parts) => (
          <Select
            {...parts}
            value={fromStep}
            options={options}
            onChange={(event) => {
              setFromStep(event.target.value);
              setKey(idempotencyKey());
            }}
          />
        )}
      </Field>
      <Field
        label="Input"
        hint="Steps that are reused keep what they found with the input of this run."
        error={problem}
      >
        {(parts) => (
          <TextArea
            {...parts}
            className="max-h-60 min-h-20 font-mono text-12"
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setProblem(null);
              setKey(idempotencyKey());
            }}
          />
        )}
      </Field>
      {plan ? (
        <RetryPlan plan={plan} />
      ) : error === undefined ? (
        <SkeletonRows rows={3} label="Planning" />
      ) : (
        <p role="alert" className="text-error">
          {problemLine(error)}
        </p>
      )}
    </Dialog>
  );
}
