import { Plus, X } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/check.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { CheckFields } from './check-fields.tsx';
import { type CompareDraft, EMPTY_CASE, type TypedCase } from './compare-draft.ts';
import { RunCases } from './run-cases.tsx';

interface CaseFieldsProps {
  agentId: string;
  known: readonly { id: string; name: string; suite: string }[];
  draft: Pick<CompareDraft, 'caseIds' | 'executionIds' | 'typed'>;
  onChange: (change: Partial<Pick<CompareDraft, 'caseIds' | 'executionIds' | 'typed'>>) => void;
}

/** Cases of the agent's suites, questions of its runs, and cases that are typed here. */
export function CaseFields({ agentId, known, draft, onChange }: CaseFieldsProps) {
  const { caseIds, executionIds, typed } = draft;
  const change = (index: number, part: Partial<TypedCase>): void =>
    onChange({ typed: typed.map((each, at) => (at === index ? { ...each, ...part } : each)) });
  return (
    <fieldset className="flex flex-col gap-3">
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
      {typed.map(({ question, checks }, index) => (
        // The place is the identity: cases have no other before they are made.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="flex flex-col gap-2 rounded-card border border-line p-3">
          <div className="flex items-center gap-2">
            <Input
              className="min-w-0 flex-1"
              aria-label={`Question ${index + 1}`}
              placeholder="What is asked"
              value={question}
              onChange={(event) => change(index, { question: event.target.value })}
            />
            <IconButton
              label={`Remove case ${index + 1}`}
              icon={<X className="icon-s" aria-hidden="true" />}
              onClick={() => onChange({ typed: typed.filter((_, at) => at !== index) })}
            />
          </div>
          <CheckFields place={index + 1} checks={checks} onChange={(next) => change(index, { checks: next })} />
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        <Button size={24} onClick={() => onChange({ typed: [...typed, EMPTY_CASE] })}>
          <Plus className="icon-s" aria-hidden="true" />
          Add case
        </Button>
        <RunCases agentId={agentId} chosen={executionIds} onChange={(ids) => onChange({ executionIds: ids })} />
      </div>
    </fieldset>
  );
}
