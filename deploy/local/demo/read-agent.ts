import { z } from 'zod';
import type { DemoAgentSlug } from './demo-agents.ts';
import type { DemoParts } from './demo-parts.ts';

const shape = z
  .object({
    id: z.string(),
    useCase: z.string().nullable(),
    /** For who may change it. */
    draft: z.object({ revision: z.number() }).nullable(),
    published: z.object({ id: z.string() }).nullable(),
    listing: z.object({ id: z.string(), viewerRating: z.object({ stars: z.number() }).nullable() }).nullable(),
  })
  .nullable();

/** An agent of the demo as one of its people sees it; null when it does not exist yet. */
export function readAgent({ api }: Pick<DemoParts, 'api'>, email: string, slug: DemoAgentSlug) {
  return api.ask(email, 'agent', { slug }, shape);
}
