import { requireViewer } from '@aether/common/service';
import type { ModelRecord } from '../models/catalog.ts';
import { type AgentsContext, lookUpCallOf } from '../context.ts';
import type { MarketEntry } from './market.ts';
import type { FoundNotebook } from '../notebook-directory.ts';
import type { ToolRecord } from '../tools/tool-catalog.ts';

/** What entries of the marketplace refer to, looked up for one viewer. */
export interface MarketNames {
  /** By slug; null = none that the viewer may read. */
  readonly notebooks: ReadonlyMap<string, FoundNotebook | null>;
  readonly models: ReadonlyMap<string, ModelRecord>;
  readonly tools: ReadonlyMap<string, ToolRecord>;
  /** What the owner does, by the owner's id. */
  readonly jobs: ReadonlyMap<string, string>;
}

export const NO_NAMES: MarketNames = { notebooks: new Map(), models: new Map(), tools: new Map(), jobs: new Map() };

/** One look at each catalog for all entries. */
export async function lookUpNames(context: AgentsContext, entries: readonly MarketEntry[]): Promise<MarketNames> {
  const { notebooks, catalog, tools, jobTitles } = context.parts;
  const { tenantId } = requireViewer(context);
  const call = lookUpCallOf(context);
  const distinct = (slugsOf: (entry: MarketEntry) => readonly string[]) => [...new Set(entries.flatMap(slugsOf))];
  const [foundNotebooks, foundModels, foundTools, jobs] = await Promise.all([
    notebooks.findOrNone(
      distinct(({ notebookSlugs }) => notebookSlugs),
      call,
    ),
    catalog.modelsBySlugs(
      tenantId,
      distinct(({ modelSlugs }) => modelSlugs),
    ),
    tools.toolsBySlugs(
      tenantId,
      distinct(({ toolNames }) => toolNames),
    ),
    jobTitles.of(
      distinct(({ ownerId }) => (ownerId === null ? [] : [ownerId])),
      call,
    ),
  ]);
  return {
    notebooks: foundNotebooks,
    models: bySlug(foundModels),
    tools: bySlug(foundTools),
    jobs,
  };
}

/** What the person does who offers it; empty when that is not known. */
export function jobsOf({ ownerId }: MarketEntry, { jobs }: Pick<MarketNames, 'jobs'>): readonly string[] {
  const job = ownerId === null ? undefined : jobs.get(ownerId);
  return job === undefined ? [] : [job];
}

function bySlug<Found extends { readonly slug: string }>(found: readonly Found[]): ReadonlyMap<string, Found> {
  return new Map(found.map((each) => [each.slug, each]));
}
