import type { UseFormRegisterReturn } from 'react-hook-form';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import type { OfferSetting } from './offer-settings.ts';

interface OfferFieldsProps {
  settings: readonly OfferSetting[];
  /** Makes a field of the form that they are in; `check` says what is wrong with its text. */
  register: (name: string, check: (text: string | undefined) => true | string) => UseFormRegisterReturn;
  problemOf: (name: string) => string | undefined;
}

/** What is set for a server of the catalog. */
export function OfferFields({ settings, register, problemOf }: OfferFieldsProps) {
  return settings.map(({ name, description, required, isList, choices, standard }) => {
    const field = register(name, (text) => !required || (text ?? '').trim() !== '' || 'It is needed.');
    const hint = isList ? `${description} One a line.` : description;
    return (
      <Field key={name} label={required ? name : `${name} (optional)`} hint={hint} error={problemOf(name)}>
        {(parts) => {
          if (isList) return <TextArea {...parts} spellCheck={false} className="max-h-32 min-h-14" {...field} />;
          if (choices.length === 0) return <Input {...parts} placeholder={standard} {...field} />;
          const options = choices.map((choice) => ({ value: choice, label: choice }));
          return <Select {...parts} options={[{ value: '', label: 'Its own choice' }, ...options]} {...field} />;
        }}
      </Field>
    );
  });
}
