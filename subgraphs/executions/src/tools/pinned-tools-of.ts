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
});

/** The tools of a specification as they are at this moment. One that is gone or not approved is among them with the reason. */
export function pinnedToolsOf(spec: AgentSpec, answer: object): readonly PinnedTool[] {
  const names = [...new Set(Object.values(spec.tools).map(({ tool }) => tool))].toSorted();
  if (names.length === 0) return [];
  const bySlug = new Map(answerSchema.parse(answer).tools.map((tool) => [tool.slug, tool]));
  return names.map((slug) => {
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
