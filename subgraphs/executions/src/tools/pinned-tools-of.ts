import type { PinnedTool } from '@aether/runtime';
import type { AgentSpec, JsonObject } from '@aether/schema';
import { z } from 'zod';
import { TOOL_EFFECTS } from '../step.ts';

const jsonObject = z.record(z.string(), z.json()).transform((value): JsonObject => value);

/** What agents say about the tools that a specification names and that there are. */
const answerSchema = z.object({
  tools: z
    .array(
      z.object({
        id: z.string(),
        slug: z.string(),
        title: z.string().nullish(),
        description: z.string().nullish(),
        inputSchema: jsonObject,
        effect: z.enum(TOOL_EFFECTS),
        approval: z.enum(['NEVER', 'ON_WRITE', 'ALWAYS']),
        definitionHash: z.string(),
        approved: z.boolean(),
      }),
    )
    .default([]),
  agents: z
    .array(
      z.object({
        id: z.string(),
        slug: z.string(),
        name: z.string(),
        description: z.string(),
        inputSchema: jsonObject.nullish(),
        hash: z.string().nullish(),
        refusal: z.string().nullish(),
      }),
    )
    .default([]),
});

type Answer = z.infer<typeof answerSchema>;

/** Tools of this server are agents. */
const AGENT_SERVER = 'agent/';

/** The tools of a specification as they are at this moment. One that is gone or not approved is among them with the reason. */
export function pinnedToolsOf(spec: AgentSpec, answer: object): readonly PinnedTool[] {
  const names = [...new Set(Object.values(spec.tools).map(({ tool }) => tool))].toSorted();
  if (names.length === 0) return [];
  const { tools, agents } = answerSchema.parse(answer);
  const bySlug = new Map(tools.map((tool) => [tool.slug, tool]));
  const agentBySlug = new Map(agents.map((agent) => [`${AGENT_SERVER}${agent.slug}`, agent]));
  return names.map((slug) => {
    const agent = agentBySlug.get(slug);
    if (agent !== undefined) return agentTool(agent);
    const found = bySlug.get(slug);
    if (found === undefined) return goneTool(slug);
    const { approved, title, description, ...tool } = found;
    return {
      ...tool,
      title: title ?? null,
      description: description ?? '',
      problem: approved ? null : 'an administrator has not approved it as it is now',
    };
  });
}

/** To call an agent changes nothing by itself: what its run may do is judged there, by its own policies and those of its caller. */
function agentTool({ slug, name, description, inputSchema, hash, refusal }: Answer['agents'][number]): PinnedTool {
  return {
    id: null,
    slug: `${AGENT_SERVER}${slug}`,
    title: name,
    description: description === '' ? name : description,
    inputSchema: inputSchema ?? { type: 'object' },
    effect: 'READ',
    approval: 'NEVER',
    definitionHash: hash ?? '',
    problem: refusal ?? (hash == null ? 'it has no published version' : null),
  };
}

function goneTool(slug: string): PinnedTool {
  return {
    id: null,
    slug,
    title: null,
    description: '',
    inputSchema: { type: 'object' },
    effect: 'ONCE',
    approval: 'ALWAYS',
    definitionHash: '',
    problem: 'there is no such tool',
  };
}
