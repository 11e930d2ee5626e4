import { useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import type { ServerValues } from './server-setup.ts';

/** As many as can be sent along; a longer document is read from its address. */
const MOST_BYTES = 400_000;
const TOO_LONG = 'The document is longer than 400 kB. Enter the address where it can be read.';

/** An OpenAPI document: its address, its text, or a file. */
export function DocumentFields({ form }: { form: UseFormReturn<ServerValues> }) {
  const { register, formState, setValue, setError, clearErrors } = form;
  const { errors } = formState;
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<string | null>(null);
  const read = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    if (chosen.size > MOST_BYTES) {
      setError('document', { message: TOO_LONG });
      return;
    }
    clearErrors('document');
    setValue('document', await chosen.text(), { shouldDirty: true });
    setFile(chosen.name);
  };
  return (
    <>
      <Field
        label="OpenAPI document"
        hint={file === null ? 'Its address or its text, as JSON or YAML.' : `From ${file}.`}
        error={errors.document?.message}
      >
        {(parts) => (
          <TextArea
            {...parts}
            spellCheck={false}
            className="max-h-40 min-h-20 font-mono text-12"
            placeholder="https://api.example.com/openapi.json"
            {...register('document', {
              validate: (text) =>
                text.trim() === ''
                  ? 'Enter the address of the document, or paste it.'
                  : new Blob([text]).size <= MOST_BYTES || TOO_LONG,
              onChange: () => setFile(null),
            })}
          />
        )}
      </Field>
      <div>
        <input
          ref={picker}
          type="file"
          className="hidden"
          accept=".json,.yaml,.yml,application/json,application/yaml"
          aria-label="File with the document"
          onChange={(event) => void read(event.target.files?.[0])}
        />
        <Button size={32} onClick={() => picker.current?.click()}>
          Choose a file
        </Button>
      </div>
      <Field
        label="Address of the system"
        hint="Requests go to this origin only. Empty: the address that the document says."
        error={errors.url?.message}
      >
        {(parts) => (
          <Input
            {...parts}
            type="url"
            placeholder="https://api.example.com"
            {...register('url', {
              validate: (url) =>
                url.trim() === '' || URL.canParse(url.trim()) || 'Enter an address such as https://api.example.com.',
            })}
          />
        )}
      </Field>
    </>
  );
}
