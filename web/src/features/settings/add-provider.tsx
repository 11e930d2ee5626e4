import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useClient } from 'urql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { addProvider, type ProviderValues } from './provider-setup.ts';

interface AddProviderProps {
  open: boolean;
  onClose: () => void;
  onAdded: () => void;
}

const EMPTY: ProviderValues = { name: '', baseUrl: '', key: '' };

/** Connects an OpenAI-compatible server: where it answers, and the key that it wants. */
export function AddProvider({ open, onClose, onAdded }: AddProviderProps) {
  const client = useClient();
  const { register, handleSubmit, formState, reset } = useForm<ProviderValues>({ defaultValues: EMPTY });
  const [problem, setProblem] = useState<string | null>(null);
  const close = (): void => {
    reset();
    setProblem(null);
    onClose();
  };
  const submit = handleSubmit(async (values) => {
    const refusal = await addProvider(client, values);
    setProblem(refusal);
    if (refusal !== null) return;
    close();
    onAdded();
  });

  return (
    <Dialog
      open={open}
      title="Add a model provider"
      description="Any server that speaks the OpenAI protocol. Its models appear when it has answered."
      onClose={close}
      actions={
        <>
          <Button size={32} onClick={close}>
            Cancel
          </Button>
          <Button size={32} variant="primary" type="submit" form="add-provider" busy={formState.isSubmitting}>
            Add provider
          </Button>
        </>
      }
    >
      <form id="add-provider" noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Field label="Name" hint="Models are called name/model, in lower case" error={formState.errors.name?.message}>
          {(parts) => (
            <Input
              {...parts}
              maxLength={60}
              placeholder="OpenAI"
              {...register('name', {
                validate: (name) => /[a-z]/i.test(name) || 'A provider needs a name with letters.',
              })}
            />
          )}
        </Field>
        <Field label="Address" error={formState.errors.baseUrl?.message}>
          {(parts) => (
            <Input
              {...parts}
              type="url"
              placeholder="https://api.openai.com/v1"
              {...register('baseUrl', {
                validate: (url) => URL.canParse(url.trim()) || 'Enter an address such as https://api.openai.com/v1.',
              })}
            />
          )}
        </Field>
        <Field label="Key" hint="Sealed on the server and never shown again. Empty when the server wants none.">
          {(parts) => <Input {...parts} type="password" autoComplete="off" {...register('key')} />}
        </Field>
        {problem === null ? null : (
          <p role="alert" className="text-error">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  );
}
