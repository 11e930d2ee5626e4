import { Timer } from 'lucide-react';
import type { ExecutionRecord } from '../../execution/execution-record.ts';
import { cost } from '../../format/cost.ts';
import { duration } from '../../format/duration.ts';
import { Button } from '../../ui/button.tsx';

type Opportunity = ExecutionRecord['chain']['summary']['optimizationOpportunities'][number];

/** What would make the run faster or cheaper, with what it would save. */
export function Opportunities({
  items,
  onSelect,
}: {
  items: readonly Opportunity[];
  onSelect: (stepId: string) => void;
}) {
  if (items.length === 0) return null;
  return (
    <section aria-label="What would make it faster or cheaper" className="mt-2 border-t border-line px-4 pt-3 pb-4">
      <h3 className="mb-1 font-semibold">
        What would make it faster or cheaper <span className="ml-1 font-normal text-ink-3">{items.length} found</span>
      </h3>
      <ul>
        {items.map((item) => {
          const [step] = item.stepIds;
          return (
            <li
              key={`${item.code}/${item.stepIds.join()}`}
              className="flex min-h-9 flex-wrap items-center gap-2.5 border-t border-line py-1 first:border-t-0"
            >
              <Timer className="icon-s text-ink-3" aria-hidden="true" />
              <span className="min-w-40 flex-1">{item.message}</span>
              <span className="font-medium tabular-nums">
                {[item.savingMs ? duration(item.savingMs) : null, item.saving ? cost(item.saving) : null]
                  .filter(Boolean)
                  .join(', ')}
              </span>
              {step === undefined ? null : (
                <Button size={24} onClick={() => onSelect(step)}>
                  Show step
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
