import { Plus, X } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/check.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { EMPTY_CASE, type TypedCase } from './compare-draft.ts';

interface CaseFieldsProps {
  known: readonly { id: string; name: string; suite: string }[];
  caseIds: readonly string[];
  typed: readonly TypedCase[];
  onChange: (change: { caseIds?: readonly string[]; typed?: readonly TypedCase[] }) => void;
}

/** Cases of the agent's suites, and cases that are typed here. */
export function CaseFields({ known, caseIds, typed, onChange }: CaseFieldsProps) {
  const change = (index: number, part: Partial<TypedCase>): void =>
    onChange({ typed: typed.map((each, at) => (at === index ? { ...each, ...part } : each)) });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-12 font-medium">Cases</legend>
      {known.map(({ id, name, suite }) => (
        <Check
          key={id}
          label={`${name} (${suite})`}
          checked={caseIds.includes(id)}
          onChange={(event) =>
            onChange({ caseIds: event.target.checked ? [...caseIds, id] : caseIds.filter((other) => other !== id) })
          }
        />
      ))}
      {typed.map(({ question, mustSay }, index) => (
        // The place is the identity: cases have no other before they are made.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="flex flex-wrap items-center gap-2">
          <Input
            className="min-w-60 flex-[2]"
            aria-label={`Question ${index + 1}`}
            placeholder="What is asked"
            value={question}
            onChange={(event) => change(index, { question: event.target.value })}
          />
          <Input
            className="min-w-40 flex-1"
            aria-label={`A good answer to question ${index + 1} says`}
            placeholder="A good answer says …"
            value={mustSay}
            onChange={(event) => change(index, { mustSay: event.target.value })}
          />
          <IconButton
            label={`Remove case ${index + 1}`}
            icon={<X className="icon-s" aria-hidden="true" />}
            onClick={() => onChange({ typed: typed.filter((_, at) => at !== index) })}
          />
        </div>
      ))}
      <div>
        <Button size={24} onClick={() => onChange({ typed: [...typed, EMPTY_CASE] })}>
          <Plus className="icon-s" aria-hidden="true" />
          Add case
        </Button>
      </div>
    </fieldset>
  );
}
