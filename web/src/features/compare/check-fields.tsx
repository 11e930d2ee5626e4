import { Plus, X } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { CHECK_CHOICES, CHECK_FORMS, type DraftCheck, EMPTY_CHECK } from './check-draft.ts';

interface CheckFieldsProps {
  /** Of the case, for labels: `1`, `2`, … */
  place: number;
  checks: readonly DraftCheck[];
  onChange: (checks: readonly DraftCheck[]) => void;
}

const KINDS = CHECK_CHOICES.map((kind) => ({ value: kind, label: CHECK_FORMS[kind].label }));

/** What must hold for the answers of one case. */
export function CheckFields({ place, checks, onChange }: CheckFieldsProps) {
  const change = (index: number, part: Partial<DraftCheck>): void =>
    onChange(checks.map((check, at) => (at === index ? { ...check, ...part } : check)));
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {checks.map((check, index) => {
        const { value: hint, least } = CHECK_FORMS[check.kind];
        const of = `check ${index + 1} of case ${place}`;
        return (
          // The place is the identity: checks have no other before they are made.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className="flex flex-wrap items-center gap-2">
            <Select
              aria-label={`Kind of ${of}`}
              className="w-44 max-md:w-full"
              value={check.kind}
              options={KINDS}
              onChange={(event) =>
                change(index, {
                  kind: CHECK_CHOICES.find((choice) => choice === event.target.value) ?? 'CONTAINS',
                  // A share is no number of passages.
                  least: '',
                })
              }
            />
            {hint === null ? (
              <Input
                className="w-24"
                aria-label={`Fewest passages, ${of}`}
                inputMode="numeric"
                placeholder="1"
                after={<span className="text-ink-3">or more</span>}
                value={check.least}
                onChange={(event) => change(index, { least: event.target.value })}
              />
            ) : (
              <Input
                className="min-w-40 flex-1"
                aria-label={`What ${of} looks for`}
                placeholder={hint}
                value={check.value}
                onChange={(event) => change(index, { value: event.target.value })}
              />
            )}
            {least === null ? null : (
              <Input
                className="w-28"
                aria-label={`Share that is enough, ${of}`}
                inputMode="decimal"
                placeholder={String(least)}
                before={<span className="text-ink-3">≥</span>}
                value={check.least}
                onChange={(event) => change(index, { least: event.target.value })}
              />
            )}
            <IconButton
              label={`Remove ${of}`}
              icon={<X className="icon-s" aria-hidden="true" />}
              onClick={() => onChange(checks.filter((_, at) => at !== index))}
            />
          </div>
        );
      })}
      <div>
        <Button size={24} variant="ghost" onClick={() => onChange([...checks, EMPTY_CHECK])}>
          <Plus className="icon-s" aria-hidden="true" />
          Add check
        </Button>
      </div>
    </div>
  );
}
