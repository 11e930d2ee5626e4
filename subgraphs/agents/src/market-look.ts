import { type PageRequest, requireViewer } from '@aether/common/service';
import { type AgentsContext, lookUpCallOf } from './context.ts';
import type { AgentKind, AgentType } from './agent.ts';
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
import type { FoundNotebook } from './notebook-directory.ts';
import type { ModelRecord } from './catalog.ts';

export interface MarketFilter {
  readonly search?: string | null;
  readonly departmentId?: string | null;
  readonly type?: AgentType | null;
  readonly kind?: AgentKind | null;
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
  readonly #names: () => Promise<Names>;

  private constructor(
    context: AgentsContext,
    found: { readonly entries: readonly MarketEntry[]; readonly relevance: ReadonlyMap<string, number> | null },
    conditions: MarketConditions,
    names: () => Promise<Names>,
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
        'notebook',
        ({ notebookSlugs }) => notebookSlugs.flatMap((slug) => names.notebooks.get(slug)?.id ?? []),
        (id) => names.notebookNames.get(id) ?? null,
      ),
      facet(
        'model',
        ({ modelSlugs }) => modelSlugs.flatMap((slug) => names.models.get(slug)?.id ?? []),
        (id) => names.modelNames.get(id) ?? null,
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

interface Names {
  /** By slug; null = none that the viewer may read. */
  readonly notebooks: ReadonlyMap<string, FoundNotebook | null>;
  readonly models: ReadonlyMap<string, ModelRecord>;
  readonly notebookNames: ReadonlyMap<string, string>;
  readonly modelNames: ReadonlyMap<string, string>;
}

async function lookUpNames(context: AgentsContext, entries: readonly MarketEntry[]): Promise<Names> {
  const distinct = (slugsOf: (entry: MarketEntry) => readonly string[]) => [...new Set(entries.flatMap(slugsOf))];
  const [notebooks, models] = await Promise.all([
    context.parts.notebooks.findOrNone(
      distinct(({ notebookSlugs }) => notebookSlugs),
      lookUpCallOf(context),
    ),
    context.parts.catalog.modelsBySlugs(
      requireViewer(context).tenantId,
      distinct(({ modelSlugs }) => modelSlugs),
    ),
  ]);
  return {
    notebooks,
    models: new Map(models.map((model) => [model.slug, model])),
    notebookNames: new Map(
      [...notebooks.values()].flatMap((found) => (found === null ? [] : [[found.id, found.name]])),
    ),
    modelNames: new Map(models.map(({ id, name }) => [id, name])),
  };
}

async function conditionsOf(
  context: AgentsContext,
  filter: MarketFilter,
  entries: readonly MarketEntry[],
  names: () => Promise<Names>,
): Promise<MarketConditions> {
  const { departmentId, type, kind, notebookId, modelId, updatedSince } = filter;
  const tags = filter.tags ?? [];
  const { notebooks, models } = notebookId != null || modelId != null ? await names() : NOTHING;
  const runnable = filter.runnableNow === true ? await runnableIds(context, entries) : null;
  return {
    ...(departmentId == null ? {} : { department: (entry) => entry.departmentId === departmentId }),
    ...(type == null ? {} : { type: (entry) => entry.type === type }),
    ...(kind == null ? {} : { kind: (entry) => entry.kind === kind }),
    ...(tags.length === 0 ? {} : { tag: (entry) => tags.every((tag) => entry.tags.includes(tag)) }),
    ...(updatedSince == null ? {} : { updated: (entry) => entry.updatedAt >= updatedSince }),
    ...(notebookId == null
      ? {}
      : { notebook: (entry) => entry.notebookSlugs.some((slug) => notebooks.get(slug)?.id === notebookId) }),
    ...(modelId == null ? {} : { model: (entry) => entry.modelSlugs.some((slug) => models.get(slug)?.id === modelId) }),
    ...(runnable === null ? {} : { runnable: (entry) => runnable.has(entry.id) }),
  };
}

const NOTHING: Pick<Names, 'notebooks' | 'models'> = { notebooks: new Map(), models: new Map() };

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
