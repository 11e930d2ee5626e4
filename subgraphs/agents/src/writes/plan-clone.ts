import { NotFoundError, requireViewer } from '@aether/common/service';
import type { AgentSpec } from '@aether/schema';
import { type BindingOption, type BindingOptions, type CloneItem, cloneItems } from '../market/clone-plan.ts';
import { type AgentsContext, lookUpCallOf } from '../context.ts';
import type { VersionRecord } from '../agent/draft.ts';
import type { ListingRecord } from '../market/listing.ts';
import { loadVersion } from '../loaders.ts';
import { loadListing, loadRequirements } from '../market/market-loaders.ts';
import type { RequirementKind } from '../market/requirements.ts';
import { shapedSpec } from '../validation/validation.ts';

/** Models, or tools, that can be chosen in place of one that is gone. */
const OPTIONS = 50;

export interface ClonePlan {
  readonly listing: ListingRecord;
  readonly version: VersionRecord;
  readonly spec: AgentSpec;
  readonly items: readonly CloneItem[];
}

/** What the viewer would get of a listed agent. Null = the viewer sees no such listing. */
export async function planClone(context: AgentsContext, listingId: string): Promise<ClonePlan | null> {
  const listing = await loadListing(context, listingId);
  if (listing === null) return null;
  const version = await loadVersion(context, listing.versionId);
  const spec = version === null ? null : shapedSpec(version.spec);
  if (version === null || spec === null) throw new NotFoundError('version', listing.versionId);
  const requirements = await loadRequirements(context, version.id);
  const closed = new Set(requirements.flatMap(({ kind, satisfied }) => (satisfied ? [] : [kind])));
  return { listing, version, spec, items: cloneItems(requirements, await optionsFor(context, closed)) };
}

/** Only for kinds that something has to be chosen of. */
async function optionsFor(context: AgentsContext, kinds: ReadonlySet<RequirementKind>): Promise<BindingOptions> {
  const [models, notebooks, tools, agents] = await Promise.all([
    kinds.has('MODEL') ? chatModels(context) : [],
    kinds.has('NOTEBOOK') ? context.parts.notebooks.readable(lookUpCallOf(context)) : [],
    kinds.has('TOOL') ? approvedTools(context) : [],
    kinds.has('AGENT') ? context.parts.calledAgents.choices(requireViewer(context), OPTIONS) : [],
  ]);
  return { MODEL: models, NOTEBOOK: notebooks, TOOL: tools, AGENT: agents };
}

async function chatModels(context: AgentsContext): Promise<readonly BindingOption[]> {
  const models = await context.parts.catalog.modelPage(
    requireViewer(context).tenantId,
    { capabilities: ['CHAT'], enabled: true },
    { first: OPTIONS, after: null },
  );
  return models.map(({ id, name, slug }) => ({ id, name, slug }));
}

async function approvedTools(context: AgentsContext): Promise<readonly BindingOption[]> {
  const { tenantId } = requireViewer(context);
  const tools = await context.parts.tools.toolPage(tenantId, { approved: true }, { first: OPTIONS, after: null });
  return tools.map(({ id, title, slug }) => ({ id, name: title ?? slug, slug }));
}
