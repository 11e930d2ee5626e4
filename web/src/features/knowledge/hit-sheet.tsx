import { HighlightedText } from '../../ui/highlighted-text.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { SearchHit } from './notebook-document.ts';

/** The whole passage of a hit, with what made it one. */
export function HitSheet({ hit, onClose }: { hit: SearchHit | null; onClose: () => void }) {
  const passage = hit?.passage;
  return (
    <Sheet
      open={hit !== null}
      title={
        passage === undefined
          ? ''
          : [passage.document.title, passage.page ? `p. ${passage.page}` : null].filter(Boolean).join(', ')
      }
      onClose={onClose}
    >
      {hit === null || passage === undefined ? null : (
        <div className="flex flex-col gap-3 p-4">
          {passage.headingPath.length > 0 ? (
            <p className="text-12 text-ink-3">{passage.headingPath.join(' › ')}</p>
          ) : null}
          <p className="text-14 leading-[1.6] whitespace-pre-wrap">
            <HighlightedText text={passage.text} ranges={hit.highlights} />
          </p>
          {passage.document.url ? (
            <a href={passage.document.url} target="_blank" rel="noopener" className="text-link hover:underline">
              Open the original
            </a>
          ) : null}
        </div>
      )}
    </Sheet>
  );
}
