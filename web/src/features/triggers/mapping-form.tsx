import { useState } from 'react';
import { useMutation } from 'urql';
import { inputFields } from '../../execution/input-fields.ts';
import { isRecord } from '../../json/is-record.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { toast } from '../../ui/toast.tsx';
import { MappingPreview } from './mapping-preview.tsx';
import { UpdateTriggerDocument, type TriggerFacts } from './trigger-document.ts';
import { useMappingPreview } from './use-mapping-preview.ts';

interface MappingFormProps {
  trigger: TriggerFacts;
  inputSchema: unknown;
  /** What the preview is made of; null = nothing has arrived. */
  deliveryId: string | null;
  readOnlyReason: string | null;
}

interface Values {
  mapping: Readonly<Record<string, string>>;
  filter: string;
  deduplicationKey: string;
  ratePerMinute: string;
}

const valuesOf = ({ mapping, filter, deduplicationKey, ratePerMinute }: TriggerFacts): Values => ({
  mapping: isRecord(mapping)
    ? Object.fromEntries(Object.entries(mapping).map(([key, text]) => [key, String(text)]))
    : {},
  filter: filter ?? '',
  deduplicationKey: deduplicationKey ?? '',
  ratePerMinute: String(ratePerMinute),
});

/** Which events run, and what the agent is given of them. Beside it, what would come of the last one. */
export function MappingForm({ trigger, inputSchema, deliveryId, readOnlyReason }: MappingFormProps) {
  const [, update] = useMutation(UpdateTriggerDocument);
  const [values, setValues] = useState(() => valuesOf(trigger));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const mapping = Object.fromEntries(Object.entries(values.mapping).filter(([, text]) => text.trim() !== ''));
  const { preview, error, stale } = useMappingPreview(trigger.id, deliveryId, mapping, values.filter);
  const changed = JSON.stringify({ ...values, mapping }) !== JSON.stringify(valuesOf(trigger));
  const names = inputFields(inputSchema).map(({ name }) => name);
  const fields = [...new Set([...names, ...Object.keys(values.mapping)])];

  const save = async (): Promise<void> => {
    setBusy(true);
    const answer = await update({
      input: {
        triggerId: trigger.id,
        expectedRevision: trigger.revision,
        mapping,
        filter: values.filter,
        deduplicationKey: values.deduplicationKey,
        ratePerMinute: Number(values.ratePerMinute) || 0,
      },
    });
    setBusy(false);
    if (answer.error !== undefined)
      return void toast.error('Nothing was saved', { description: problemLine(answer.error) });
    const refusals = answer.data?.updateTrigger.userErrors ?? [];
    setProblems(Object.fromEntries(refusals.map(({ path, message }) => [path?.slice(1).join('.') ?? '', message])));
    const general = refusals.find(({ path }) => path?.[1] === 'expectedRevision');
    if (general !== undefined) toast.error('Nothing was saved', { description: general.message });
    if (refusals.length === 0) toast.success('Saved. It counts from the next event.');
  };
  const expression = (
    label: string,
    path: string,
    text: string,
    options: { hint?: string; placeholder: string; set: (next: string) => void },
  ) => (
    <Field key={path} label={label} hint={options.hint} error={problems[path]}>
      {(parts) => (
        <Input
          {...parts}
          value={text}
          readOnly={readOnlyReason !== null}
          spellCheck={false}
          autoComplete="off"
          placeholder={options.placeholder}
          className="font-mono text-12"
          onChange={(event) => options.set(event.target.value)}
        />
      )}
    </Field>
  );

  return (
    <div className="grid grid-cols-2 gap-4 max-wide:grid-cols-1">
      <div className="flex min-w-0 flex-col gap-3">
        {fields.map((name) =>
          expression(name, `mapping.${name}`, values.mapping[name] ?? '', {
            placeholder: `event.body.${name}`,
            set: (next) => setValues({ ...values, mapping: { ...values.mapping, [name]: next } }),
          }),
        )}
        {expression('Only when', 'filter', values.filter, {
          placeholder: 'event.body.kind == "order"',
          hint: 'Empty: every event runs.',
          set: (next) => setValues({ ...values, filter: next }),
        })}
        {expression('Same event when', 'deduplicationKey', values.deduplicationKey, {
          placeholder: 'event.body.id',
          hint: 'Empty: by the id that the sender gives in a header.',
          set: (next) => setValues({ ...values, deduplicationKey: next }),
        })}
        {expression('Most events a minute', 'ratePerMinute', values.ratePerMinute, {
          placeholder: '1000',
          set: (next) => setValues({ ...values, ratePerMinute: next }),
        })}
        <div>
          <Button
            busy={busy}
            disabledReason={readOnlyReason ?? (changed ? null : 'Nothing was changed.')}
            onClick={() => void save()}
          >
            Save
          </Button>
        </div>
      </div>
      <MappingPreview preview={preview} error={error} stale={stale} hasDelivery={deliveryId !== null} />
    </div>
  );
}
