import { z } from 'zod';

const toolProgram = z.strictObject({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower case letters, digits and hyphens'),
  name: z.string().min(1).max(120),
  description: z.string().max(500).default(''),
  command: z.string().min(1).max(1000),
  arguments: z.array(z.string().max(4000)).max(100).default([]),
  /** Beside PATH and the like, all that the process sees; secrets of the operator may be among it. */
  environment: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).default({}),
});

/** A command line that the operator allows as a tool server over stdio. Nothing else is ever run. */
export type ToolProgram = z.output<typeof toolProgram>;

const programs = z
  .array(toolProgram)
  .refine((list) => new Set(list.map(({ slug }) => slug)).size === list.length, 'two programs have the same slug');

/** The text of `AETHER_TOOL_PROGRAMS`: a JSON list. */
export const toolProgramsSchema = z
  .string()
  .default('[]')
  .transform((text, context): readonly ToolProgram[] => {
    const parsed = programs.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    context.addIssue({
      code: 'custom',
      message: `expected a JSON list of { "slug", "name", "command", "arguments" } (${z.prettifyError(parsed.error).replaceAll('\n', ' ')})`,
    });
    return z.NEVER;
  });

/** The allowed program with exactly this command line, or null. */
export function toolProgramOf(
  allowed: readonly ToolProgram[],
  command: string,
  commandArguments: readonly string[],
): ToolProgram | null {
  const wanted = JSON.stringify([command, ...commandArguments]);
  return allowed.find((program) => JSON.stringify([program.command, ...program.arguments]) === wanted) ?? null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
