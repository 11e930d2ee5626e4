import { isRecord } from '@aether/schema';
import { specTypeSchemas, type Tool } from '@modelcontextprotocol/client';

/** A tool of a list, or why it is none. */
export type ReadTool = { readonly tool: Tool } | { readonly leftOut: string };

/** Reads one entry of a list. An entry that is no tool is left out, so that it takes no other one with it. */
export function tasTool(entry: unknown): ReadTool {
  const name = isRecord(entry) && typeof entry['name'] === 'string' ? entry['name'] : null;
  if (!isRecord(entry) || name === null) return { leftOut: 'an entry without a name' };
  const { title, description, inputSchema, outputSchema, annotations } = entry;
  const read = specTypeSchemas.Tool['~standard'].validate({
    name,
    ...(typeof title === 'string' ? { title } : {}),
    description: description ?? '',
    inputSchema,
    ...(outputSchema == null ? {} : { outputSchema }),
    ...(annotations == null ? {} : { annotations }),
  });
  return read.issues === undefined
    ? { tool: read.value }
    : { leftOut: `${name}: ${read.issues[0]?.message ?? 'no tool'}` };
}
