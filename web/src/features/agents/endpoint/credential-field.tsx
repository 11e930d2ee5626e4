import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';

interface CredentialFieldProps {
  /** Name; empty = none. */
  value: string;
  /** Undefined = not known: then the name is typed. */
  names: readonly string[] | undefined;
  error: string | undefined;
  onChange: (name: string | undefined) => void;
}

/** With what an endpoint is signed in to. */
export function CredentialField({ value, names, error, onChange }: CredentialFieldProps) {
  return (
    <Field
      label="Credential"
      hint={
        names === undefined
          ? 'Name of a stored credential whose hosts include this one. Empty when the address wants none.'
          : 'One whose hosts include this one. None when the address wants none.'
      }
      error={error}
    >
      {(parts) =>
        names === undefined ? (
          <Input
            {...parts}
            className="max-w-64"
            maxLength={120}
            value={value}
            onChange={({ target }) => onChange(target.value || undefined)}
          />
        ) : (
          <Select
            {...parts}
            className="max-w-64"
            value={value}
            options={[
              { value: '', label: 'None' },
              ...(value === '' || names.includes(value) ? [] : [{ value, label: `${value} (not among yours)` }]),
              ...names.map((name) => ({ value: name, label: name })),
            ]}
            onChange={({ target }) => onChange(target.value || undefined)}
          />
        )
      }
    </Field>
  );
}
