import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Search, X } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useQuery } from 'urql';
import { plural } from '../../format/count.ts';
import { readFragment } from '../../gql/index.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { Select } from '../../ui/select.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useMediaQuery } from '../shell/use-media-query.ts';
import { FacetList } from './facet-list.tsx';
import { ListingPane } from './listing-pane.tsx';
import { ListingRow } from './listing-row.tsx';
import { ListingCardFragment, MarketDocument } from './market-document.ts';
import { type MarketSearch, filterOf, hasFilters, withoutFilters } from './market-search.ts';
import { usePendingRequests } from './use-pending-requests.ts';

const NEWEST = { value: 'NEWEST', label: 'Newest' } as const;
const OTHERS = [
  { value: 'RATING', label: 'Best rated' },
  { value: 'CLONES', label: 'Most cloned' },
] as const;
/** Without words there is no best match: the newest come first. */
const SORTS = [{ ...NEWEST, value: '' }, ...OTHERS] as const;
const SORTS_OF_SEARCH = [{ value: '', label: 'Best match' }, NEWEST, ...OTHERS] as const;

/** Agents of colleagues: filters, results ranked by meaning, and the chosen one with what a clone would carry over. */
export function MarketPage() {
  const search = useSearch({ from: '/shell/market' });
  const navigate = useNavigate({ from: '/market' });
  const now = useNow(60_000);
  const pending = usePendingRequests();
  const wide = useMediaQuery('(min-width: 1181px)');
  const [cursor, setCursor] = useState<string | undefined>();
  const [filtering, setFiltering] = useState(false);
  const words = useDeferredValue(search.q);
  const [{ data, error, fetching }, refetch] = useQuery({
    query: MarketDocument,
    variables: { filter: filterOf({ ...search, q: words }, now), sort: search.sort ?? 'RELEVANCE', after: cursor },
    requestPolicy: 'cache-and-network',
  });
  const page = data?.listings;
  const listings =
    page &&
    readFragment(
      ListingCardFragment,
      page.edges.map(({ node }) => node),
    );
  const go = (next: MarketSearch): void => void navigate({ search: next, replace: true });
  const change = (part: MarketSearch): void => {
    setCursor(undefined);
    go({ ...search, ...part });
  };
  const choose = (listing: string | undefined): void => go({ ...search, listing, pane: undefined });
  const sorts = search.q === undefined ? SORTS : SORTS_OF_SEARCH;
  const facets = <FacetList facets={page?.facets ?? []} search={search} onChange={change} />;
  const pane =
    search.listing === undefined ? null : (
      <ListingPane
        key={search.listing}
        listingId={search.listing}
        pane={search.pane ?? 'clone'}
        onPane={(next) => go({ ...search, pane: next === 'clone' ? undefined : next })}
        onClose={() => choose(undefined)}
      />
    );

  return (
    <>
      <TopBar
        title="Marketplace"
        actions={
          <>
            <Link to="/market/requests" className={buttonClasses({ variant: 'secondary' })}>
              Requests
              {pending > 0 ? <span className="text-12 text-ink-3 tabular-nums">{pending}</span> : null}
            </Link>
            <Link
              to="/agents"
              search={{ mine: true }}
              className={`${buttonClasses({ variant: 'secondary' })} max-md:hidden`}
            >
              Offer an agent
            </Link>
          </>
        }
      />
      <div
        className={
          pane !== null && wide
            ? 'grid min-h-0 flex-1 grid-cols-[192px_minmax(0,5fr)_minmax(0,7fr)]'
            : 'grid min-h-0 flex-1 grid-cols-[192px_minmax(0,1fr)] max-wide:grid-cols-[minmax(0,1fr)]'
        }
      >
        <aside aria-label="Filters" className="overflow-auto border-r border-line p-4 max-wide:hidden">
          {facets}
        </aside>
        <section aria-label="Agents" className="flex min-h-0 min-w-0 flex-col">
          <div role="search" className="shrink-0 border-b border-line px-4 py-3">
            <Input
              type="search"
              before={<Search className="icon text-ink-3" aria-hidden="true" />}
              aria-label="What do you need?"
              placeholder="What do you need done?"
              value={search.q ?? ''}
              onChange={(event) => change({ q: event.target.value || undefined })}
            />
            <div className="mt-2 flex flex-wrap items-center gap-1.5">
              <span role="status" className="text-ink-2">
                {page === undefined ? '' : plural(page.totalCount ?? 0, 'agent')}
              </span>
              <span className="flex-1" />
              {hasFilters(search) ? (
                <Chip pressed onClick={() => go(withoutFilters(search))}>
                  Clear filters <X className="icon-xs" aria-hidden="true" />
                </Chip>
              ) : null}
              <Chip className="wide:hidden" onClick={() => setFiltering(true)}>
                Filters
              </Chip>
              <Select
                compact
                className="w-32"
                aria-label="Order"
                value={search.sort ?? ''}
                options={sorts}
                onChange={(event) =>
                  change({
                    sort: SORTS_OF_SEARCH.find(({ value }) => value === event.target.value)?.value || undefined,
                  })
                }
              />
            </div>
          </div>
          <div className="min-h-0 flex-1 overflow-auto" aria-busy={fetching}>
            {listings === undefined && error !== undefined ? (
              <ProblemPanel
                title="The marketplace did not load"
                problem={problemOf(error)}
                onRetry={() => refetch({ requestPolicy: 'network-only' })}
              />
            ) : listings === undefined ? (
              <SkeletonRows rows={6} label="Loading agents" />
            ) : listings.length > 0 ? (
              <>
                <ol aria-label="Agents of colleagues">
                  {listings.map((listing) => (
                    <ListingRow
                      key={listing.id}
                      listing={listing}
                      chosen={listing.id === search.listing}
                      now={now}
                      onChoose={() => choose(listing.id)}
                    />
                  ))}
                </ol>
                {page?.pageInfo.hasNextPage === true || cursor !== undefined ? (
                  <p className="flex gap-2 p-3">
                    {cursor === undefined ? null : <Button onClick={() => setCursor(undefined)}>First page</Button>}
                    {page?.pageInfo.hasNextPage === true ? (
                      <Button onClick={() => setCursor(page.pageInfo.endCursor ?? undefined)}>Next page</Button>
                    ) : null}
                  </p>
                ) : null}
              </>
            ) : hasFilters(search) || search.q !== undefined ? (
              <Empty
                title="No agent fits"
                actions={
                  <Button onClick={() => go({ listing: search.listing, pane: search.pane })}>
                    Clear search and filters
                  </Button>
                }
              >
                Say it in other words, or take filters away.
              </Empty>
            ) : (
              <Empty
                title="Nobody offers an agent yet"
                actions={
                  <Link to="/agents" search={{ mine: true }} className={buttonClasses({ variant: 'secondary' })}>
                    Offer one of mine
                  </Link>
                }
              >
                Offer a live agent on its Access tab, and colleagues find it here.
              </Empty>
            )}
          </div>
        </section>
        {wide ? pane : null}
      </div>
      <Sheet open={!wide && pane !== null} title="Agent" onClose={() => choose(undefined)}>
        {wide ? null : pane}
      </Sheet>
      <Sheet open={filtering && !wide} title="Filters" onClose={() => setFiltering(false)}>
        <div className="p-4">{facets}</div>
      </Sheet>
    </>
  );
}
