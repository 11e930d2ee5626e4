import { type ChangeEvent, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useClient } from 'urql';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { Select } from '../../ui/select.tsx';
import { useProviderPresets } from './provider-presets.ts';
import { addProvider, type ProviderValues } from './provider-setup.ts';

interface AddProviderProps {
  open: boolean;
  onClose: () => void;
  onAdded: () => void;
}

const EMPTY: ProviderValues = { preset: '', name: '', baseUrl: '', key: '' };

const ANY_SERVER = { value: '', label: 'Any server that speaks the OpenAI protocol' };

/** Connects a vendor by name, or any server that speaks the OpenAI protocol: where it answers, and the key that it wants. */
export function AddProvider({ open, onClose, onAdded }: AddProviderProps) {
  const client = useClient();
  const { register, handleSubmit, control, formState, reset, setValue } = useForm<ProviderValues>({
    defaultValues: EMPTY,
  });
  const preset = useWatch({ control, name: 'preset' });
  const presets = useProviderPresets();
  const vendor = presets.find(({ key }) => key === preset);
  const [problem, setProblem] = useState<string | null>(null);
  const close = (): void => {
    reset();
    setProblem(null);
    onClose();
  };
  const choose = (key: string): void => {
    const chosen = presets.find((other) => other.key === key);
    setValue('name', chosen?.name ?? '');
    setValue('baseUrl', chosen?.baseUrl ?? '');
  };
  const submit = handleSubmit(async (values) => {
    const refusal = await addProvider(client, values, vendor?.protocol ?? 'OPENAI');
    setProblem(refusal);
    if (refusal !== null) return;
    close();
    onAdded();
  });

  return (
    <Dialog
      open={open}
      title="Add a model provider"
      description="Its models appear when it has answered."
      onClose={close}
      actions={
        <DialogActions onCancel={close} form="add-provider" busy={formState.isSubmitting}>
          Add provider
        </DialogActions>
      }
    >
      <form id="add-provider" noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Field label="Vendor" {...(vendor === undefined ? {} : { hint: vendor.notes.join(' ') })}>
          {(parts) => (
            <Select
              {...parts}
              options={[ANY_SERVER, ...presets.map(({ key, name }) => ({ value: key, label: name }))]}
              {...register('preset', {
                onChange: (event: ChangeEvent<HTMLSelectElement>) => choose(event.target.value),
              })}
            />
          )}
        </Field>
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
              placeholder={vendor?.addressExample ?? 'https://api.openai.com/v1'}
              {...register('baseUrl', {
                validate: (url) => URL.canParse(url.trim()) || 'Enter an address such as https://api.openai.com/v1.',
              })}
            />
          )}
        </Field>
        <Field
          label="Key"
          hint={`Sealed on the server and never shown again.${vendor?.needsKey === true ? '' : ' Empty when the server wants none.'}`}
          error={formState.errors.key?.message}
        >
          {(parts) => (
            <Input
              {...parts}
              type="password"
              autoComplete="off"
              {...register('key', {
                validate: (key) => vendor?.needsKey !== true || key.trim() !== '' || `${vendor.name} wants a key.`,
              })}
            />
          )}
        </Field>
        <ProblemLine>{problem}</ProblemLine>
      </form>
    </Dialog>
  );
}
