import { z } from 'zod';
import type { DemoParts } from './demo-parts.ts';

const shape = z.object({
  edges: z.array(
    z.object({
      node: z.object({
        id: z.string(),
        status: z.string(),
        input: z.unknown(),
        conversation: z.object({ id: z.string() }).nullable(),
        citations: z.array(z.object({ number: z.number() })),
      }),
    }),
  ),
});

/** What a person has asked an agent so far, newest first. */
export async function ownRuns({ api, people, tenantId }: DemoParts, email: string, agentId: string) {
  const viewer = await people.viewerOf(tenantId, email);
  const { edges } = await api.ask(email, 'ownRuns', { agentId, userId: viewer?.userId }, shape);
  return edges.map(({ node }) => node);
}
