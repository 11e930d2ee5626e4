import type { InternalOperations } from '@aether/common/service';
import { PublishedAgentsDocument, type PublishedAgentsQuery } from '@aether/schema/internal/agents';
import type { VersionCall } from '../accept/agent-versions.ts';

export type PublishedAgent = PublishedAgentsQuery['agents']['edges'][number]['node'];

/** More than this are not listed: no client shows them, no model takes them. They can be called all the same. */
const MAXIMUM = 500;

/** Published agents that the viewer may run, in the order of their slugs. */
export async function publishedAgents(
  operations: InternalOperations,
  { viewer, requestId, traceparent }: VersionCall,
): Promise<readonly PublishedAgent[]> {
  const found: PublishedAgent[] = [];
  let after: string | null = null;
  do {
    const options = { onBehalfOf: viewer, requestId, traceparent };
    const { agents }: PublishedAgentsQuery = await operations.call(PublishedAgentsDocument, { after }, options);
    found.push(...agents.edges.map(({ node }) => node));
    after = agents.pageInfo.hasNextPage ? (agents.pageInfo.endCursor ?? null) : null;
  } while (after !== null && found.length < MAXIMUM);
  return found
    .filter(({ viewerActions }) => viewerActions.some(({ name, allowed }) => name === 'runAgent' && allowed))
    .toSorted((left, right) => (left.slug < right.slug ? -1 : 1));
}
