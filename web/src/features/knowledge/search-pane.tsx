import { CornerDownLeft, Search } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import type { SearchMode } from '../../gql/graphql.ts';
import { plural } from '../../format/count.ts';
import { duration } from '../../format/duration.ts';
import { problemOf } from '../../graphql/problem.ts';
import { HighlightedText } from '../../ui/highlighted-text.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Input } from '../../ui/input.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { SearchDocument, type SearchHit } from './notebook-document.ts';

const MODES = [
  { value: 'HYBRID', label: 'Hybrid' },
  { value: 'VECTOR', label: 'Meaning' },
  { value: 'KEYWORD', label: 'Words' },
] as const;

interface SearchPaneProps {
  notebookId: string;
  query: string | undefined;
  mode: SearchMode;
  onSearch: (query: string | undefined) => void;
  onMode: (mode: SearchMode) => void;
  onOpen: (hit: SearchHit) => void;
}

/** Searches as agents do: passages with what made them a hit, and both part scores. */
export function SearchPane({ notebookId, query, mode, onSearch, onMode, onOpen }: SearchPaneProps) {
  const [text, setText] = useState(query ?? '');
  const [{ data, error, fetching }, refetch] = useQuery({
    query: SearchDocument,
    variables: { input: { query: query ?? '', notebookIds: [notebookId], mode, first: 10 } },
    pause: query === undefined,
    requestPolicy: 'cache-and-network',
  });
  const result = query === undefined ? undefined : data?.searchKnowledge;
  return (
    <aside
      aria-label="Search"
      className="flex min-h-0 min-w-0 flex-col border-l border-line max-lg:border-t max-lg:border-l-0"
    >
      <form
        role="search"
        className="flex shrink-0 flex-col gap-2 border-b border-line px-4 py-3"
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(text.trim() === '' ? undefined : text.trim());
        }}
      >
        <Input
          before={<Search className="icon text-ink-3" aria-hidden="true" />}
          after={
            <Kbd>
              <CornerDownLeft className="icon-xs" aria-hidden="true" />
            </Kbd>
          }
          type="search"
          aria-label="Search this notebook"
          placeholder="Search as an agent would"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="flex items-center gap-2">
          <Segmented label="How to search" value={mode} options={MODES} onChange={onMode} />
          <span className="flex-1" />
          <span role="status" className="text-ink-3 tabular-nums">
            {result === undefined ? '' : `${plural(result.hits.length, 'passage')} in ${duration(result.durationMs)}`}
          </span>
        </div>
      </form>
      <div className="min-h-0 flex-1 overflow-auto max-lg:flex-none" aria-busy={fetching}>
        {result?.partial ? (
          <p className="border-b border-warning-edge bg-warning-soft px-4 py-2">
            Hits may be missing: a part of the search did not answer in time.
          </p>
        ) : null}
        {result !== undefined ? (
          result.hits.length > 0 ? (
            <ol aria-label="Passages">
              {result.hits.map((hit) => (
                <Hit key={hit.passage.id} hit={hit} onOpen={() => onOpen(hit)} />
              ))}
            </ol>
          ) : (
            <Empty title="No passage fits">
              Use other words, or search by meaning. A document is found by words first, by meaning once it is embedded.
            </Empty>
          )
        ) : error !== undefined && query !== undefined ? (
          <ProblemPanel
            title="The search failed"
            problem={problemOf(error)}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
          />
        ) : fetching ? (
          <SkeletonRows rows={5} label="Searching" />
        ) : (
          <Empty title="See what an agent would find">
            Ask in your own words. Each hit shows how near it is in meaning and in words.
          </Empty>
        )}
      </div>
    </aside>
  );
}

function Hit({ hit, onOpen }: { hit: SearchHit; onOpen: () => void }) {
  const { passage } = hit;
  const place = [passage.page ? `p. ${passage.page}` : null, passage.headingPath.at(-1)].filter(Boolean).join(', ');
  return (
    <li className="border-b border-line px-4 py-3 last:border-transparent">
      <p className="flex items-baseline gap-2">
        <span className="truncate font-medium">{passage.document.title}</span>
        <span className="truncate text-12 text-ink-3">{place}</span>
        <span className="flex-1" />
        <span className="font-semibold tabular-nums" title="Fused score">
          {hit.score.toFixed(2)}
        </span>
      </p>
      <p className="mt-1 line-clamp-4 leading-[19px] text-ink-2">
        <HighlightedText text={passage.text} ranges={hit.highlights} />
      </p>
      <p className="mt-1.5 flex gap-3 text-12 text-ink-3 tabular-nums">
        {typeof hit.vectorScore === 'number' ? <span>Meaning {hit.vectorScore.toFixed(2)}</span> : null}
        {typeof hit.keywordScore === 'number' ? <span>Words {hit.keywordScore.toFixed(1)}</span> : null}
        <span className="flex-1" />
        <button type="button" onClick={onOpen} className="text-link hover:underline">
          Open at passage
        </button>
      </p>
    </li>
  );
}
