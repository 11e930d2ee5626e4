import { z } from 'zod';
import { DEMO_AGENTS, type DemoAgent, type DemoAgentSlug } from './demo-agents.ts';
import { DEMO_PEOPLE, type DemoPersonKey } from './demo-people.ts';
import type { DemoParts } from './demo-parts.ts';
import { DemoRefusedError } from './demo-refused-error.ts';
import { eventually } from './eventually.ts';
import { measuredRating } from './measured-rating.ts';
import { ownRuns } from './own-runs.ts';
import { readAgent } from './read-agent.ts';

/** Who rates what: those who asked three times or more. */
const RATINGS: readonly { readonly person: DemoPersonKey; readonly agent: DemoAgentSlug }[] = [
  { person: 'priya', agent: 'handbook-guide' },
  { person: 'mira', agent: 'handbook-guide' },
  { person: 'lena', agent: 'constitution-companion' },
];
/** Finished runs are counted for a rating a moment after they ended. */
const PATIENCE_MS = 120_000;

/** Listings of the agents, with the runs that their owners show, and ratings by who used them. */
export async function makeOffers(parts: DemoParts): Promise<string> {
  for (const agent of DEMO_AGENTS) await makeListing(parts, agent);
  for (const rating of RATINGS) await rate(parts, rating);
  return `${DEMO_AGENTS.length} listings with ${RATINGS.length} ratings`;
}

async function makeListing(
  parts: DemoParts,
  { owner, slug, summary }: DemoAgent & { slug: DemoAgentSlug },
): Promise<void> {
  const { email } = DEMO_PEOPLE[owner];
  const agent = await readAgent(parts, email, slug);
  if (agent === null || agent.published === null) throw new Error(`The agent ${slug} is not published.`);
  if (agent.listing !== null) return;
  const sampleExecutionIds = (await ownRuns(parts, email, agent.id)).slice(0, 2).map(({ id }) => id);
  const input = { agentId: agent.id, versionId: agent.published.id, summary, audience: 'TENANT', sampleExecutionIds };
  await parts.api.ask(email, 'publishListing', { input }, z.unknown());
}

async function rate(parts: DemoParts, { person, agent: slug }: (typeof RATINGS)[number]): Promise<void> {
  const { api } = parts;
  const { email } = DEMO_PEOPLE[person];
  const agent = await readAgent(parts, email, slug);
  if (agent === null || agent.listing === null) throw new Error(`The agent ${slug} is not in the marketplace.`);
  if (agent.listing.viewerRating !== null) return;
  const input = { listingId: agent.listing.id, ...measuredRating(await ownRuns(parts, email, agent.id)) };
  const attempt = async (): Promise<true | null> => {
    try {
      await api.ask(email, 'rateListing', { input }, z.unknown());
      return true;
    } catch (error) {
      if (error instanceof DemoRefusedError && error.code === 'RATING_NEEDS_USE') return null;
      throw error;
    }
  };
  await eventually(`The rating of ${slug}`, attempt, { signal: api.signal, patienceMs: PATIENCE_MS });
}
