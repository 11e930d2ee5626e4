import { isRecord } from '@aether/schema';
import { specTypeSchemas, type Tool } from '@modelcontextprotocol/client';

/** Of a name, in what is said about it. */
const NAME_CHARACTERS = 128;
/** Of what the schema says. */
const REASON_CHARACTERS = 200;

/** A tool of a list, or why it is none. */
export type ReadTool = { readonly tool: Tool } | { readonly leftOut: string };

/**
 * Reads one entry of a list. An entry that is no tool is left out, so that it takes no other one with it.
 * @param known tools of the same list, by name
 */
export function tasTool(entry: unknown, known: ReadonlyMap<string, Tool>): ReadTool {
  const name = isRecord(entry) && typeof entry['name'] === 'string' ? entry['name'] : null;
  if (!isRecord(entry) || name === null) return { leftOut: 'an entry without a name' };
  const said = name.slice(0, NAME_CHARACTERS);
  if (known.has(name)) return { leftOut: `${said}: a second tool of this name` };
  const { title, description, inputSchema, outputSchema, annotations } = entry;
  const read = specTypeSchemas.Tool['~standard'].validate({
    name,
    ...(typeof title === 'string' ? { title } : {}),
    description: description ?? '',
    inputSchema,
    ...(outputSchema == null ? {} : { outputSchema }),
    ...(annotations == null ? {} : { annotations }),
  });
  if (read.issues === undefined) return { tool: read.value };
  const reason = read.issues[0]?.message ?? 'no tool';
  return { leftOut: `${said}: ${reason.slice(0, REASON_CHARACTERS)}` };
}
