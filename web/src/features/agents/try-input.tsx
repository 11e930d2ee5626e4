import type { InputField } from '../../execution/input-fields.ts';
import { Check } from '../../ui/check.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { TextArea } from '../../ui/text-area.tsx';

interface TryInputProps {
  field: InputField;
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
  onSubmit: () => void;
}

/** One field of an agent's input. */
export function TryInput({ field, value, problem, onChange, onSubmit }: TryInputProps) {
  if (field.type === 'boolean')
    return (
      <Check
        label={field.label}
        checked={value === 'true'}
        onChange={(event) => onChange(String(event.target.checked))}
      />
    );
  return (
    <Field
      label={field.required || field.prompt ? field.label : `${field.label} (optional)`}
      hint={field.hint}
      error={problem}
    >
      {(parts) =>
        field.type === 'number' ? (
          <Input {...parts} inputMode="decimal" value={value} onChange={(event) => onChange(event.target.value)} />
        ) : (
          <TextArea
            {...parts}
            rows={2}
            className="max-h-48 min-h-15"
            value={value}
            onChange={(event) => onChange(event.target.value)}
            onKeyDown={(event) => {
              const send = event.key === 'Enter' && (field.prompt ? !event.shiftKey : event.metaKey || event.ctrlKey);
              if (!send || event.nativeEvent.isComposing) return;
              event.preventDefault();
              onSubmit();
            }}
          />
        )
      }
    </Field>
  );
}
