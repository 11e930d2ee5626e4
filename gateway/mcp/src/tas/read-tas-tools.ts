import { isRecord } from '@aether/schema';
import type { Tool } from '@modelcontextprotocol/client';
import { ToolRefusedError } from '../errors.ts';
import type { LeftOut } from '../events.ts';
import { tasTool } from './tas-tool.ts';

/** A list has one page; what a TAS-MCP hands on from a server over "sse" may have more. */
const MOST_PAGES = 100;
/** Of what is said about entries that are no tools. */
const SAID = 20;

export interface TasPage {
  readonly result: unknown;
  readonly bytes: number;
}

export interface TasListLimits {
  /** Entries, also those that are no tools. */
  readonly tools: number;
  /** Of all pages together. */
  readonly bytes: number;
}

export interface TasTools {
  readonly tools: readonly Tool[];
  readonly leftOut: LeftOut;
}

/**
 * Reads all pages of a list.
 * @param page by the cursor of the page before
 * @throws ToolRefusedError, and what `page` throws
 */
export async function readTasTools(
  server: string,
  page: (cursor: string | null) => Promise<TasPage>,
  most: TasListLimits,
): Promise<TasTools> {
  const tools = new Map<string, Tool>();
  const some: string[] = [];
  let leftOut = 0;
  let bytes = 0;
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const { result, bytes: more } = await page(cursor);
    bytes += more;
    if (bytes > most.bytes)
      throw new ToolRefusedError(server, `its list has more than ${most.bytes} bytes in all its pages.`);
    const entries: unknown = isRecord(result) ? result['tools'] : null;
    if (!isRecord(result) || !Array.isArray(entries))
      throw new ToolRefusedError(server, 'its list is none: {"tools": […]} was expected.');
    for (const entry of entries) {
      const read = tasTool(entry, tools);
      if ('tool' in read) tools.set(read.tool.name, read.tool);
      else if (++leftOut <= SAID) some.push(read.leftOut);
      if (tools.size + leftOut > most.tools)
        throw new ToolRefusedError(
          server,
          `its list has more than ${most.tools} entries; ${leftOut} of those that were read are no tools.`,
        );
    }
    const { nextCursor: next } = result;
    if (typeof next !== 'string' || next === '')
      return { tools: [...tools.values()], leftOut: { count: leftOut, some } };
    if (next === cursor) break;
    cursor = next;
  }
  throw new ToolRefusedError(server, 'its list has no end: each page names another one.');
}
