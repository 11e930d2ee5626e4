import { useState } from 'react';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';

interface NumberFieldProps {
  label: string;
  unit: string;
  hint?: string;
  /** The default, which applies to an empty field. */
  placeholder?: string;
  error?: string | undefined;
  value: number | undefined;
  /** Undefined when the field was emptied: then the default applies. */
  onChange: (value: number | undefined) => void;
}

/** A number with its unit. What cannot be read as a number stays in the field and is not sent. */
export function NumberField({ label, unit, hint, placeholder, error, value, onChange }: NumberFieldProps) {
  const [text, setText] = useState<string | null>(null);
  const unreadable = text !== null && text.trim() !== '' && !Number.isFinite(Number(text));
  return (
    <Field label={label} hint={hint} error={unreadable ? 'Enter a number.' : error}>
      {(parts) => (
        <Input
          {...parts}
          className="w-36"
          inputMode="decimal"
          placeholder={placeholder}
          value={text ?? (value === undefined ? '' : String(value))}
          after={<span className="text-ink-3">{unit}</span>}
          onChange={(event) => {
            setText(event.target.value);
            const typed = event.target.value.trim();
            if (typed === '') onChange(undefined);
            else if (Number.isFinite(Number(typed))) onChange(Number(typed));
          }}
          onBlur={() => (unreadable ? undefined : setText(null))}
        />
      )}
    </Field>
  );
}
