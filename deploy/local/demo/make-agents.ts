import { z } from 'zod';
import { DEMO_AGENTS } from './demo-agents.ts';
import { DEMO_PEOPLE } from './demo-people.ts';
import type { DemoParts } from './demo-parts.ts';
import { readAgent } from './read-agent.ts';

const anything = z.unknown();

/** Agents of the builders, published for everybody. */
export async function makeAgents(parts: DemoParts): Promise<string> {
  const { api } = parts;
  for (const { owner, slug, name, description, useCase, tags, spec } of DEMO_AGENTS) {
    const { email } = DEMO_PEOPLE[owner];
    if ((await readAgent(parts, email, slug)) === null) {
      const input = { name, slug, description, spec, idempotencyKey: `demo ${slug}` };
      await api.ask(email, 'createAgent', { input }, anything);
    }
    const made = await readAgent(parts, email, slug);
    if (made === null) throw new Error(`The agent ${slug} was made and is not there.`);
    if (made.useCase === null)
      await api.ask(email, 'updateAgent', { input: { agentId: made.id, useCase, tags } }, anything);
    if (made.published !== null) continue;
    const notes = 'First version';
    const input = { agentId: made.id, expectedRevision: made.draft?.revision, notes, visibility: 'TENANT' };
    await api.ask(email, 'publishAgent', { input }, anything);
  }
  return `${DEMO_AGENTS.length} agents published`;
}
