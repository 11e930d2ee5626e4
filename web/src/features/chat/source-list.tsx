import { titleOf } from '../../execution/answer-body.tsx';
import type { CitationRecord } from '../../execution/execution-record.ts';

/** The passages that the answer cites; each opens in place. */
export function SourceList({
  citations,
  onOpen,
}: {
  citations: readonly CitationRecord[];
  onOpen: (citation: CitationRecord) => void;
}) {
  return (
    <section aria-label="Sources" className="mt-3 border-t border-line px-4 py-3">
      <h3 className="font-semibold">
        Sources <span className="ml-1 font-normal text-ink-3">{citations.length} cited</span>
      </h3>
      <ul>
        {citations.map((citation) => (
          <li key={citation.number}>
            <button
              type="button"
              onClick={() => onOpen(citation)}
              className="-mx-2 flex w-[calc(100%+16px)] gap-2 rounded-control px-2 py-1.5 text-left hover:bg-hover"
            >
              <span className="mt-px inline-grid h-4 min-w-4 shrink-0 place-items-center rounded-tag bg-accent-soft px-1 text-12 leading-none font-semibold text-link">
                {citation.number}
              </span>
              <span className="min-w-0">
                <span className="font-medium">{titleOf(citation)}</span>
                <span className="line-clamp-2 text-12 text-ink-2">{citation.quote}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
