import type { UseFormReturn } from 'react-hook-form';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { argumentsFor } from './endpoint-document.ts';
import type { ServerValues } from './server-setup.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ value: method, label: method }));

/** One HTTP request that becomes a tool. */
export function EndpointFields({ form }: { form: UseFormReturn<ServerValues> }) {
  const { register, formState, setValue, watch } = form;
  const { errors, dirtyFields } = formState;
  return (
    <>
      <div className="grid grid-cols-[96px_1fr] gap-2">
        <Field label="Method">{(parts) => <Select {...parts} options={METHODS} {...register('method')} />}</Field>
        <Field label="Address" hint="{name} is an argument." error={errors.endpoint?.message}>
          {(parts) => (
            <Input
              {...parts}
              placeholder="https://api.example.com/orders/{order}?fields={fields}"
              {...register('endpoint', {
                validate: (text) =>
                  /^https?:\/\/[^\s/?#{}]+/i.test(text.trim()) || 'Enter an address with its host written out.',
                onChange: (event: { target: { value: string } }) => {
                  if (!dirtyFields.inputs) setValue('inputs', argumentsFor(event.target.value));
                },
              })}
            />
          )}
        </Field>
      </div>
      <Field label="Name of the tool" error={errors.tool?.message}>
        {(parts) => (
          <Input
            {...parts}
            maxLength={60}
            placeholder="find_order"
            {...register('tool', {
              validate: (name) => /^[A-Za-z0-9_-]{1,60}$/.test(name.trim()) || 'Use letters, digits, "_" and "-".',
            })}
          />
        )}
      </Field>
      <Field label="What it does" hint="Models choose it by this." error={errors.description?.message}>
        {(parts) => (
          <TextArea
            {...parts}
            className="max-h-24 min-h-14"
            maxLength={1_000}
            placeholder="Finds an order by its number."
            {...register('description', { validate: (text) => text.trim() !== '' || 'Say what the tool does.' })}
          />
        )}
      </Field>
      <Field label="Arguments" hint="JSON Schema.">
        {(parts) => (
          <TextArea
            {...parts}
            spellCheck={false}
            className="max-h-40 min-h-20 font-mono text-12"
            {...register('inputs')}
          />
        )}
      </Field>
      {watch('method') === 'GET' ? null : (
        <Field label="Body" hint="JSON with {name} for an argument. Empty: the arguments that are not in the address.">
          {(parts) => (
            <TextArea
              {...parts}
              spellCheck={false}
              className="max-h-40 min-h-14 font-mono text-12"
              {...register('body')}
            />
          )}
        </Field>
      )}
    </>
  );
}
