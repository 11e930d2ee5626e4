import { type PageRequest, requireViewer } from '@aether/common/service';
import { type AgentsContext, lookUpCallOf } from '../context.ts';
import type { AgentKind, AgentType } from '../agent/agent.ts';
import {
  type FacetName,
  type ListingSort,
  type MarketConditions,
  type MarketEntry,
  counted,
  matching,
  pageOf,
  sortKey,
} from './market.ts';
import { loadRequirements } from './market-loaders.ts';
import { jobsOf, lookUpNames, type MarketNames, NO_NAMES } from './market-names.ts';

export interface MarketFilter {
  readonly search?: string | null;
  readonly departmentId?: string | null;
  readonly jobTitle?: string | null;
  readonly type?: AgentType | null;
  readonly kind?: AgentKind | null;
  readonly toolId?: string | null;
  readonly notebookId?: string | null;
  readonly modelId?: string | null;
  readonly tags?: readonly string[] | null;
  readonly updatedSince?: string | null;
  readonly runnableNow?: boolean | null;
}

export interface Facet {
  readonly name: FacetName;
  readonly values: readonly { readonly value: string; readonly label: string; readonly count: number }[];
}

const KIND_LABELS: Record<AgentKind, string> = {
  QA: 'Q&A',
  CONVERSATIONAL: 'Conversational',
  PRODUCER: 'Producer',
  WORKFLOW: 'Workflow',
};
const MAXIMUM_VALUES = 20;

/** What one viewer finds with one filter. Names of notebooks and models are looked up when a filter or a facet needs them. */
export class MarketLook {
  readonly #context: AgentsContext;
  readonly #entries: readonly MarketEntry[];
  readonly #relevance: ReadonlyMap<string, number> | null;
  readonly #conditions: MarketConditions;
  readonly #names: () => Promise<MarketNames>;

  private constructor(
    context: AgentsContext,
    found: { readonly entries: readonly MarketEntry[]; readonly relevance: ReadonlyMap<string, number> | null },
    conditions: MarketConditions,
    names: () => Promise<MarketNames>,
  ) {
    this.#context = context;
    this.#entries = found.entries;
    this.#relevance = found.relevance;
    this.#conditions = conditions;
    this.#names = names;
  }

  static async open(context: AgentsContext, filter: MarketFilter): Promise<MarketLook> {
    const viewer = requireViewer(context);
    const search = filter.search?.trim() ?? '';
    const { requestId, signal } = context;
    const [all, relevance] = await Promise.all([
      context.parts.listings.market(viewer),
      search === '' ? null : context.parts.listingSearch.rank(search, { viewer, requestId, signal }),
    ]);
    const entries = relevance === null ? all : all.filter(({ id }) => relevance.has(id));
    const names = once(() => lookUpNames(context, entries));
    const conditions = await conditionsOf(context, filter, entries, names);
    return new MarketLook(context, { entries, relevance }, conditions, names);
  }

  /** Up to `page.first + 1` entries, with what a cursor is made of. */
  page(sort: ListingSort, page: PageRequest) {
    const keyOf = sortKey(sort, this.#relevance);
    return { keyOf, entries: pageOf(matching(this.#entries, this.#conditions), keyOf, page) };
  }

  get totalCount(): number {
    return matching(this.#entries, this.#conditions).length;
  }

  async facets(): Promise<readonly Facet[]> {
    const [names, departments, runnable] = await Promise.all([
      this.#names(),
      this.#context.parts.departments.all(lookUpCallOf(this.#context)),
      runnableIds(this.#context, this.#entries),
    ]);
    const facet = (
      name: FacetName,
      valuesOf: (entry: MarketEntry) => readonly string[],
      labelOf: (value: string) => string | null,
    ): Facet => ({
      name,
      values: counted(matching(this.#entries, this.#conditions, name), valuesOf)
        .flatMap(({ value, count }) => {
          const label = labelOf(value);
          return label === null ? [] : [{ value, label, count }];
        })
        .slice(0, MAXIMUM_VALUES),
    });
    return [
      facet(
        'department',
        ({ departmentId }) => (departmentId === null ? [] : [departmentId]),
        (id) => departments.get(id) ?? null,
      ),
      facet(
        'kind',
        ({ kind }) => (kind === null ? [] : [kind]),
        (kind) => KIND_LABELS[kind as AgentKind],
      ),
      facet(
        'job',
        (entry) => jobsOf(entry, names),
        (job) => job,
      ),
      facet(
        'tool',
        ({ toolNames }) => toolNames.flatMap((slug) => names.tools.get(slug)?.id ?? []),
        nameOf(names.tools, ({ slug }) => slug),
      ),
      facet(
        'notebook',
        ({ notebookSlugs }) => notebookSlugs.flatMap((slug) => names.notebooks.get(slug)?.id ?? []),
        nameOf(names.notebooks, ({ name }) => name),
      ),
      facet(
        'model',
        ({ modelSlugs }) => modelSlugs.flatMap((slug) => names.models.get(slug)?.id ?? []),
        nameOf(names.models, ({ name }) => name),
      ),
      facet(
        'tag',
        ({ tags }) => tags,
        (tag) => tag,
      ),
      facet(
        'runnable',
        ({ id }) => (runnable.has(id) ? ['true'] : []),
        () => 'Ready to run',
      ),
    ];
  }
}

async function conditionsOf(
  context: AgentsContext,
  filter: MarketFilter,
  entries: readonly MarketEntry[],
  names: () => Promise<MarketNames>,
): Promise<MarketConditions> {
  const { departmentId, jobTitle, type, kind, toolId, notebookId, modelId, updatedSince } = filter;
  const tags = filter.tags ?? [];
  const needsNames = [jobTitle, toolId, notebookId, modelId].some((each) => each != null);
  const { notebooks, models, tools, jobs } = needsNames ? await names() : NO_NAMES;
  const job = jobTitle == null ? null : folded(jobTitle);
  const runnable = filter.runnableNow === true ? await runnableIds(context, entries) : null;
  return {
    ...(departmentId == null ? {} : { department: (entry) => entry.departmentId === departmentId }),
    ...(type == null ? {} : { type: (entry) => entry.type === type }),
    ...(kind == null ? {} : { kind: (entry) => entry.kind === kind }),
    ...(tags.length === 0 ? {} : { tag: (entry) => tags.every((tag) => entry.tags.includes(tag)) }),
    ...(updatedSince == null ? {} : { updated: (entry) => entry.updatedAt >= updatedSince }),
    ...(job === null ? {} : { job: (entry) => jobsOf(entry, { jobs }).some((title) => folded(title) === job) }),
    ...(toolId == null ? {} : { tool: (entry) => entry.toolNames.some((slug) => tools.get(slug)?.id === toolId) }),
    ...(notebookId == null
      ? {}
      : { notebook: (entry) => entry.notebookSlugs.some((slug) => notebooks.get(slug)?.id === notebookId) }),
    ...(modelId == null ? {} : { model: (entry) => entry.modelSlugs.some((slug) => models.get(slug)?.id === modelId) }),
    ...(runnable === null ? {} : { runnable: (entry) => runnable.has(entry.id) }),
  };
}

const folded = (title: string): string => title.trim().toLowerCase();

/** How a facet calls what its values are the ids of. */
function nameOf<Found extends { readonly id: string }>(
  found: ReadonlyMap<string, Found | null>,
  word: (each: Found) => string,
): (id: string) => string | null {
  const byId = new Map([...found.values()].flatMap((each) => (each === null ? [] : [[each.id, word(each)]])));
  return (id) => byId.get(id) ?? null;
}

/** Listings whose every requirement is there for the viewer. */
async function runnableIds(context: AgentsContext, entries: readonly MarketEntry[]): Promise<ReadonlySet<string>> {
  const judged = await Promise.all(
    entries.map(async ({ id, versionId }) => ({ id, requirements: await loadRequirements(context, versionId) })),
  );
  return new Set(
    judged.filter(({ requirements }) => requirements.every(({ satisfied }) => satisfied)).map(({ id }) => id),
  );
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => (made ??= make());
}
