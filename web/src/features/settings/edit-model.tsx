import { useState } from 'react';
import { useMutation } from 'urql';
import { count } from '../../format/count.ts';
import { graphql } from '../../gql/index.ts';
import type { ModelCapability } from '../../gql/graphql.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Check } from '../../ui/check.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { CAPABILITIES } from './capability-words.ts';
import type { ConfiguredModel } from './model-providers-document.ts';
import { type ModelValues, modelValues, readModel } from './model-values.ts';

const UpdateModelDocument = graphql(`
  mutation UpdateModel($input: UpdateModelInput!) {
    updateModel(input: $input) {
      model {
        id
        enabled
        unpriced
        inputPricePerMillion
        outputPricePerMillion
        cachedInputPricePerMillion
        requestsPerMinute
        tokensPerMinute
        capabilities
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

/** What a model costs, may take in a minute and can do. Only what was changed is sent. */
export function EditModel({ model, onClose }: { model: ConfiguredModel; onClose: () => void }) {
  const [{ fetching }, update] = useMutation(UpdateModelDocument);
  const [typed, setTyped] = useState(() => modelValues(model));
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<ModelValues>): void => setTyped((before) => ({ ...before, ...part }));
  const toggle = (capability: ModelCapability, on: boolean): void => {
    const capabilities = new Set(typed.capabilities);
    if (on) capabilities.add(capability);
    else capabilities.delete(capability);
    change({ capabilities });
  };
  const submit = async (): Promise<void> => {
    const read = readModel(typed, model);
    if ('problem' in read) return setProblem(read.problem);
    const { data, error } = await update({ input: read.input });
    const [userError] = data?.updateModel.userErrors ?? [];
    if (error === undefined && userError === undefined) onClose();
    else setProblem(error === undefined ? errorLine(userError) : problemLine(error));
  };
  const text = (
    label: string,
    name: 'inputPrice' | 'outputPrice' | 'cachedPrice' | 'requestsPerMinute' | 'tokensPerMinute',
    placeholder: string,
  ) => (
    <Field label={label}>
      {(parts) => (
        <Input
          {...parts}
          inputMode="decimal"
          placeholder={placeholder}
          value={typed[name]}
          onChange={({ target }) => change({ [name]: target.value })}
        />
      )}
    </Field>
  );
  return (
    <Dialog
      open
      title={model.slug}
      description="A price holds for calls from now on; what was called before keeps its cost."
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} busy={fetching} form="edit-model">
          Save
        </DialogActions>
      }
    >
      <form
        id="edit-model"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <fieldset>
          <legend className="mb-1 font-semibold">Dollars per million tokens</legend>
          <div className="grid grid-cols-3 gap-3">
            {text('In', 'inputPrice', 'Not known')}
            {text('Out', 'outputPrice', 'Not known')}
            {text('In, cached', 'cachedPrice', 'As in')}
          </div>
        </fieldset>
        <fieldset>
          <legend className="mb-1 font-semibold">Limits</legend>
          <div className="grid grid-cols-2 gap-3">
            {text('Requests a minute', 'requestsPerMinute', 'No limit')}
            {text('Tokens a minute', 'tokensPerMinute', 'No limit')}
          </div>
        </fieldset>
        <fieldset>
          <legend className="mb-1 font-semibold">It can</legend>
          <div className="grid grid-cols-2 gap-x-4">
            {CAPABILITIES.map(({ value, label }) => (
              <Check
                key={value}
                label={label}
                disabled={typed.asReported}
                checked={typed.capabilities.has(value)}
                onChange={({ target }) => toggle(value, target.checked)}
              />
            ))}
          </div>
          <Check
            className="mt-1"
            label="As its vendor reports, without corrections"
            checked={typed.asReported}
            onChange={({ target }) => change({ asReported: target.checked })}
          />
        </fieldset>
        <Check
          label="Agents may use it"
          checked={typed.enabled}
          onChange={({ target }) => change({ enabled: target.checked })}
        />
        <Facts
          facts={[
            { name: 'Context window, as reported', value: tokens(model.contextWindow) },
            { name: 'Longest answer, as reported', value: tokens(model.maximumOutputTokens) },
          ]}
        />
        <ProblemLine>{problem}</ProblemLine>
      </form>
    </Dialog>
  );
}

const tokens = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'Not known' : `${count(value)} tokens`;
