import { searchChoice, searchText } from '../../search-text.ts';

export const PANES = ['clone', 'runs', 'reviews'] as const;
export type Pane = (typeof PANES)[number];

/** What is chosen in the marketplace; all of it is in the address. */
export interface MarketSearch {
  q?: string | undefined;
  department?: string | undefined;
  kind?: 'QA' | 'CONVERSATIONAL' | 'PRODUCER' | 'WORKFLOW' | undefined;
  job?: string | undefined;
  tool?: string | undefined;
  notebook?: string | undefined;
  model?: string | undefined;
  tag?: string | undefined;
  ready?: boolean | undefined;
  fresh?: boolean | undefined;
  sort?: 'NEWEST' | 'RATING' | 'CLONES' | undefined;
  listing?: string | undefined;
  pane?: Pane | undefined;
}

export function marketSearch(search: Record<string, unknown>): MarketSearch {
  return {
    q: searchText(search['q']),
    department: searchText(search['department']),
    kind: searchChoice(search['kind'], ['QA', 'CONVERSATIONAL', 'PRODUCER', 'WORKFLOW']),
    job: searchText(search['job']),
    tool: searchText(search['tool']),
    notebook: searchText(search['notebook']),
    model: searchText(search['model']),
    tag: searchText(search['tag']),
    ready: search['ready'] === true ? true : undefined,
    fresh: search['fresh'] === true ? true : undefined,
    sort: searchChoice(search['sort'], ['NEWEST', 'RATING', 'CLONES']),
    listing: searchText(search['listing']),
    pane: searchChoice(search['pane'], PANES),
  };
}

const FRESH_DAYS = 30;
const DAY_MS = 86_400_000;

/** The filter of the API. `today` is a day, so that the same choice asks the same question until tomorrow. */
export function filterOf(search: MarketSearch, now: number) {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  return {
    search: search.q,
    departmentId: search.department,
    jobTitle: search.job,
    kind: search.kind,
    toolId: search.tool,
    notebookId: search.notebook,
    modelId: search.model,
    tags: search.tag === undefined ? undefined : [search.tag],
    runnableNow: search.ready,
    updatedSince: search.fresh === true ? new Date(today - FRESH_DAYS * DAY_MS).toISOString() : undefined,
  };
}

/** The same place without any filter; the search words stay. */
export function withoutFilters({ q, sort, listing, pane }: MarketSearch): MarketSearch {
  return { q, sort, listing, pane };
}

export function hasFilters(search: MarketSearch): boolean {
  const { q: _words, sort: _order, listing: _chosen, pane: _shown, ...filters } = search;
  return Object.values(filters).some((choice) => choice !== undefined);
}
