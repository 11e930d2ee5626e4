import { toolProgramsSchema } from '@aether/schema';
import { OFFICE_TOOL_SERVER } from './office-tool-server.ts';

/**
 * The text of `AETHER_TOOL_PROGRAMS` with the program that ships with Aether behind the operator's. A text that is not valid
 * stays as it is: the reader of each service says what is wrong with it. A program of the operator with the same slug wins.
 */
export function withOfficeTools(text: string | undefined): string {
  const parsed = toolProgramsSchema.safeParse(text === '' ? undefined : text);
  if (!parsed.success) return text ?? '';
  const taken = parsed.data.some(({ slug }) => slug === OFFICE_TOOL_SERVER.slug);
  return JSON.stringify(taken ? parsed.data : [...parsed.data, OFFICE_TOOL_SERVER]);
}
