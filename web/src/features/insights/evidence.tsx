import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { cost } from '../../format/cost.ts';
import { graphql, readFragment, type FragmentType } from '../../gql/index.ts';
import { classNames } from '../../ui/class-names.ts';

export const EvidenceFragment = graphql(`
  fragment EvidenceFacts on Evidence {
    medianCost
    path
    people {
      id
      name
    }
    sentence
  }
`);

/** What a statement rests on: its sentence, and on demand the way through the graph. */
export function Evidence({ evidence }: { evidence: FragmentType<typeof EvidenceFragment> }) {
  const { sentence, path, medianCost, people } = readFragment(EvidenceFragment, evidence);
  const [open, setOpen] = useState(false);
  const id = useId();
  const names = (people ?? []).flatMap((person) => person?.name ?? []);
  return (
    <div className="text-ink-2">
      <span>{sentence}</span>{' '}
      {typeof medianCost === 'number' ? <span className="text-ink-3">{cost(medianCost)} a run.</span> : null}{' '}
      {names.length > 0 ? <span>Among them {new Intl.ListFormat('en').format(names)}. </span> : null}
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        className="inline-flex items-center gap-0.5 text-link hover:underline max-md:min-h-11"
        onClick={() => setOpen(!open)}
      >
        Why
        <ChevronRight className={classNames('icon-xs', open && 'rotate-90')} aria-hidden="true" />
      </button>
      <ol id={id} hidden={!open} aria-label="The way through the graph" className="mt-1.5 space-y-0.5">
        {path.map((hop) => (
          <li key={hop}>
            <code className="font-mono text-12 break-words text-ink-2">{hop}</code>
          </li>
        ))}
      </ol>
    </div>
  );
}
