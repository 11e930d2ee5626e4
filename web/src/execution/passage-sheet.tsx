import { Link } from '@tanstack/react-router';
import { Sheet } from '../ui/sheet.tsx';
import { titleOf } from './answer-body.tsx';
import type { CitationRecord } from './execution-record.ts';
import { HighlightedText } from '../ui/highlighted-text.tsx';

/** The passage behind a citation, with the cited words marked. */
export function PassageSheet({ citation, onClose }: { citation: CitationRecord | null; onClose: () => void }) {
  const passage = citation?.passage;
  const notebook = passage?.document?.notebook;
  return (
    <Sheet open={citation !== null} title={citation === null ? '' : titleOf(citation)} onClose={onClose}>
      {citation === null ? null : (
        <div className="flex flex-col gap-3 p-4">
          {passage?.headingPath && passage.headingPath.length > 0 ? (
            <p className="text-12 text-ink-3">{passage.headingPath.join(' › ')}</p>
          ) : null}
          {passage === null || passage === undefined ? (
            <>
              <blockquote className="border-l-2 border-line-2 pl-3 text-14">{citation.quote}</blockquote>
              <p className="text-ink-3">
                The document was changed or removed since, or you may no longer read it. This is what the run was given.
              </p>
            </>
          ) : (
            <p className="text-14 leading-[1.6] whitespace-pre-wrap">
              <HighlightedText
                text={passage.text}
                ranges={[
                  { start: citation.startOffset - passage.startOffset, end: citation.endOffset - passage.startOffset },
                ]}
              />
            </p>
          )}
          {notebook ? (
            <p className="flex flex-wrap gap-4">
              <Link
                to="/knowledge/$notebookId"
                params={{ notebookId: notebook.id }}
                className="text-link hover:underline"
              >
                Open {notebook.name}
              </Link>
              {passage?.document?.url ? (
                <a href={passage.document.url} target="_blank" rel="noopener" className="text-link hover:underline">
                  Open the original
                </a>
              ) : null}
            </p>
          ) : null}
        </div>
      )}
    </Sheet>
  );
}
