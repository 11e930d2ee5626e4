import { useId } from 'react';
import { Check } from '../ui/check.tsx';
import { Field } from '../ui/field.tsx';
import { Input } from '../ui/input.tsx';
import { Select } from '../ui/select.tsx';
import { type AnswerFieldFacts, chosenOf } from './answer-fields.ts';

interface AnswerFieldProps {
  field: AnswerFieldFacts;
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
}

/** One field of the form that a tool asks to be filled in. */
export function AnswerField({ field, value, problem, onChange }: AnswerFieldProps) {
  const hintId = useId();
  const describedBy = field.hint === undefined ? undefined : hintId;
  const hint =
    field.hint === undefined ? null : (
      <p id={hintId} className="text-12 text-ink-3">
        {field.hint}
      </p>
    );
  const label = field.required ? field.label : `${field.label} (optional)`;
  if (field.type === 'boolean')
    return (
      <div className="flex flex-col items-start gap-1">
        <Check
          label={field.label}
          aria-describedby={describedBy}
          checked={value === 'true'}
          onChange={({ target }) => onChange(String(target.checked))}
        />
        {hint}
      </div>
    );
  if (field.type === 'choices') {
    const chosen = new Set(chosenOf(value));
    return (
      <fieldset aria-describedby={describedBy} className="flex min-w-0 flex-col items-start gap-1">
        <legend className="mb-1 text-12 font-medium">{label}</legend>
        {field.choices.map((choice) => (
          <Check
            key={choice.value}
            label={choice.label}
            checked={chosen.has(choice.value)}
            onChange={({ target }) => {
              const isChosen = (each: string): boolean => (each === choice.value ? target.checked : chosen.has(each));
              onChange(JSON.stringify(field.choices.map((each) => each.value).filter(isChosen)));
            }}
          />
        ))}
        {hint}
      </fieldset>
    );
  }
  return (
    <Field label={label} hint={field.hint} error={problem}>
      {(parts) =>
        field.type === 'choice' ? (
          <Select
            {...parts}
            value={value}
            options={[...unchosen(field, value), ...field.choices]}
            onChange={({ target }) => onChange(target.value)}
          />
        ) : (
          <Input
            {...parts}
            inputMode={field.type === 'number' ? 'decimal' : undefined}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
        )
      }
    </Field>
  );
}

/** What is optional can be taken back; what is required is chosen once and then only changed. */
function unchosen({ required }: AnswerFieldFacts, value: string): readonly { value: string; label: string }[] {
  if (!required) return [{ value: '', label: 'None' }];
  return value === '' ? [{ value: '', label: 'Choose' }] : [];
}
