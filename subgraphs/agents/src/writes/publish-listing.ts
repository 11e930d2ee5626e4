import { NotFoundError, ValidationError, requireViewer, checkedText } from '@aether/common/service';
import { type Visibility, audienceOf } from '../agent/agent.ts';
import { withCollaborators } from '../market/collaboration.ts';
import { type AgentsContext, causeOf, lookUpCallOf } from '../context.ts';
import { saveListing } from '../db/save-listing.ts';
import { AgentNotPublishedError, AudienceError } from '../errors.ts';
import { ListingTooWideError } from '../market/errors.ts';
import { events } from '../events/events.ts';
import { type ListingRecord, isWithin, referencesOf, searchTextOf } from '../market/listing.ts';
import { shapedSpec } from '../validation/validation.ts';
import { readAgent } from './read-agent.ts';
import { versionOf } from './version-of.ts';

const MAXIMUM_SAMPLES = 5;

export interface ListingRequest {
  readonly agentId: string;
  readonly versionId: string;
  readonly summary: string;
  readonly audience: Visibility;
  /** Null = the viewer's. */
  readonly departmentId: string | null;
  readonly sampleExecutionIds: readonly string[];
}

/**
 * Offers a version of a published agent to colleagues. Again for the same agent changes its one listing; ratings and clones stay.
 * @throws ListingTooWideError | AudienceError | SampleRefusedError | AgentNotPublishedError for what the owner can mend
 */
export async function publishListing(context: AgentsContext, request: ListingRequest): Promise<ListingRecord> {
  const { parts } = context;
  const { agentId, versionId, audience: visibility } = request;
  const viewer = requireViewer(context);
  // An agent that cannot be seen answers before anything is said about the rest of the input.
  await readAgent(context, agentId);
  const summary = checkedText('summary', request.summary, { minimum: 1, maximum: 500 });
  if (visibility === 'PRIVATE') throw new ValidationError(['audience'], 'TEAM, DEPARTMENT or TENANT', visibility);
  const sampleExecutionIds = checkedSamples(request.sampleExecutionIds);
  const departmentId = request.departmentId ?? viewer.departmentId;
  if (departmentId !== viewer.departmentId) throw new NotFoundError('department', departmentId ?? '');
  const version = await versionOf(context, agentId, versionId);
  const spec = shapedSpec(version.spec);
  if (spec === null) throw new Error(`The version ${versionId} holds a specification that was never valid.`);
  await parts.samples.check(agentId, sampleExecutionIds, lookUpCallOf(context));

  const write = { agentId, action: 'publishListing' } as const;
  const listing = await parts.changes.change(causeOf(context), write, async (change) => {
    const { agent, transaction, cause, at } = change;
    if (agent.status !== 'PUBLISHED') throw new AgentNotPublishedError(agent.slug);
    if (!isWithin(visibility, agent.visibility)) throw new ListingTooWideError(visibility, agent.visibility);
    const audience = audienceOf(visibility, agent.ownerId, viewer);
    if (audience === null) throw new AudienceError(visibility, 'audience');
    const saved = await saveListing(transaction, parts.ids('lst'), {
      agentId,
      versionId,
      summary,
      visibility,
      audience: withCollaborators(audience, agent.collaborators),
      departmentId,
      ...referencesOf(spec),
      sampleExecutionIds,
      searchText: searchTextOf({ summary }, agent),
      updatedAt: at,
    });
    change.tell(events.listingPublished(cause, saved));
    return saved;
  });
  if (listing === null) throw new Error('A listing has no idempotency key and yet was answered as made before.');
  return listing;
}

function checkedSamples(ids: readonly string[]): readonly string[] {
  const distinct = [...new Set(ids)];
  if (distinct.length <= MAXIMUM_SAMPLES) return distinct;
  throw new ValidationError(['sampleExecutionIds'], `at most ${MAXIMUM_SAMPLES} runs`, String(distinct.length));
}
