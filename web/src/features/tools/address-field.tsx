import type { UseFormReturn } from 'react-hook-form';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import type { ServerValues } from './server-setup.ts';

/** Where a server is. */
export function AddressField({ form, example }: { form: UseFormReturn<ServerValues>; example: string }) {
  const { register, formState } = form;
  return (
    <Field label="Address" error={formState.errors.url?.message}>
      {(parts) => (
        <Input
          {...parts}
          type="url"
          placeholder={example}
          {...register('url', {
            validate: (url) => URL.canParse(url.trim()) || `Enter an address such as ${example}.`,
          })}
        />
      )}
    </Field>
  );
}
