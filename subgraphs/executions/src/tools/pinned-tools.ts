import type { PinnedTool } from '@aether/runtime';
import type { JsonObject } from '@aether/schema';
import { z } from 'zod';
import { TOOL_EFFECTS } from '../step.ts';

const jsonObject = z.record(z.string(), z.json()).transform((value): JsonObject => value);

const pinnedTools = z.array(
  z.object({
    id: z.string().nullable(),
    slug: z.string(),
    title: z.string().nullable(),
    description: z.string(),
    inputSchema: jsonObject,
    effect: z.enum(TOOL_EFFECTS),
    approval: z.enum(['NEVER', 'ON_WRITE', 'ALWAYS']),
    definitionHash: z.string(),
    problem: z.string().nullable(),
  }),
);

/** Tools as an execution is pinned to them. */
export function parsePinnedTools(text: string): readonly PinnedTool[] {
  return pinnedTools.parse(JSON.parse(text));
}
