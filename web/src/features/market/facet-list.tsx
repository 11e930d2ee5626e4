import { Check } from '../../ui/check.tsx';
import type { Facet } from './market-document.ts';
import type { MarketSearch } from './market-search.ts';

/** Facets in the order of the page, and the part of the address that each one sets. */
const GROUPS = [
  { name: 'department', label: 'Department', key: 'department' },
  { name: 'job', label: 'Offered by', key: 'job' },
  { name: 'kind', label: 'Kind', key: 'kind' },
  { name: 'tool', label: 'Uses tool', key: 'tool' },
  { name: 'notebook', label: 'Uses notebook', key: 'notebook' },
  { name: 'model', label: 'Uses model', key: 'model' },
  { name: 'tag', label: 'Tag', key: 'tag' },
] as const;

interface FacetListProps {
  facets: readonly Facet[];
  search: MarketSearch;
  onChange: (change: MarketSearch) => void;
}

/** What the results can be narrowed by, with how many each choice would show. */
export function FacetList({ facets, search, onChange }: FacetListProps) {
  const ready = facets.find(({ name }) => name === 'runnable')?.values[0]?.count ?? 0;
  return (
    <div className="flex flex-col gap-5">
      {GROUPS.map(({ name, label, key }) => {
        const values = facets.find((facet) => facet.name === name)?.values ?? [];
        if (values.length === 0) return null;
        return (
          <fieldset key={name} className="min-w-0">
            <legend className="mb-1 font-semibold">{label}</legend>
            {values.map(({ value, label: word, count }) => (
              <FacetLine
                key={value}
                label={word}
                count={count}
                checked={search[key] === value}
                onToggle={(on) => onChange({ [key]: on ? value : undefined })}
              />
            ))}
          </fieldset>
        );
      })}
      <fieldset className="min-w-0">
        <legend className="mb-1 font-semibold">More</legend>
        <FacetLine
          label="Ready to run"
          count={ready}
          checked={search.ready === true}
          onToggle={(on) => onChange({ ready: on ? true : undefined })}
        />
        <FacetLine
          label="New this month"
          checked={search.fresh === true}
          onToggle={(on) => onChange({ fresh: on ? true : undefined })}
        />
      </fieldset>
    </div>
  );
}

function FacetLine({
  label,
  count,
  checked,
  onToggle,
}: {
  label: string;
  count?: number;
  checked: boolean;
  onToggle: (on: boolean) => void;
}) {
  return (
    <div className="flex min-w-0 items-start gap-2">
      <Check
        label={label}
        checked={checked}
        onChange={(event) => onToggle(event.target.checked)}
        className="min-w-0 flex-1 text-ink-2"
      />
      {count === undefined ? null : <span className="pt-1 text-12 text-ink-3 tabular-nums max-md:pt-3">{count}</span>}
    </div>
  );
}
