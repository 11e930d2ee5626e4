import { z } from 'zod';
import { OFFICE_TOOL_NAMES } from '../tools/office-tool-answers.ts';
import { OFFICE_TOOL_SERVER } from '../tools/office-tool-server.ts';
import { DEMO_ADMINISTRATOR } from './demo-people.ts';
import type { DemoParts } from './demo-parts.ts';
import { eventually } from './eventually.ts';

/** A program on a cold machine takes seconds to start, and its list is read after that. */
const PATIENCE_MS = 120_000;

const boss = DEMO_ADMINISTRATOR.email;
const toolShape = z.object({ id: z.string(), definitionHash: z.string(), approved: z.boolean() }).nullable();

/** The tool server that ships with Aether, connected; its tools, which only read, approved as they are. */
export async function connectTools({ api }: DemoParts): Promise<string> {
  const { slug, name } = OFFICE_TOOL_SERVER;
  const known = await api.ask(boss, 'toolServer', { slug }, z.object({ id: z.string() }).nullable());
  if (known === null) {
    const input = { slug, name, kind: 'MCP', offerSlug: slug };
    await api.ask(boss, 'connectToolServer', { input }, z.unknown());
  }
  const patience = { signal: api.signal, patienceMs: PATIENCE_MS };
  for (const tool of OFFICE_TOOL_NAMES) {
    const look = () => api.ask(boss, 'tool', { slug: `${slug}/${tool}` }, toolShape);
    const { id: toolId, definitionHash, approved } = await eventually(`The tool ${slug}/${tool}`, look, patience);
    if (approved) continue;
    const input = { toolId, definitionHash, effect: 'READ', approval: 'NEVER' };
    await api.ask(boss, 'approveTool', { input }, z.unknown());
  }
  return `the tool server "${name}" with ${OFFICE_TOOL_NAMES.length} approved tools`;
}
