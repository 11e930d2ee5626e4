import { isRecord } from '@aether/schema';
import type { Tool } from '@modelcontextprotocol/client';
import { TasPlaceholderError, ToolRefusedError } from '../errors.ts';
import { isPlaceholder } from './is-placeholder.ts';
import { tasTool } from './tas-tool.ts';

/** A list has one page; what a TAS-MCP hands on from a server over "sse" may have more. */
const MOST_PAGES = 100;

export interface TasTools {
  readonly tools: readonly Tool[];
  /** Entries that are no tools, and why. */
  readonly leftOut: readonly string[];
}

/**
 * Reads all pages of a list.
 * @param page the result of one page, by the cursor of the page before
 * @param most more tools than that are not read to their end; whoever called refuses them
 * @throws TasPlaceholderError, ToolRefusedError, and what `page` throws
 */
export async function readTasTools(
  server: string,
  page: (cursor: string | null) => Promise<unknown>,
  most: number,
): Promise<TasTools> {
  const tools = new Map<string, Tool>();
  const leftOut: string[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const result = await page(cursor);
    if (isPlaceholder(result)) throw new TasPlaceholderError(server);
    const entries: unknown = isRecord(result) ? result['tools'] : null;
    if (!isRecord(result) || !Array.isArray(entries))
      throw new ToolRefusedError(server, 'its list is none: {"tools": […]} was expected.');
    for (const entry of entries) {
      const read = tasTool(entry);
      if ('leftOut' in read) leftOut.push(read.leftOut);
      else if (tools.has(read.tool.name)) leftOut.push(`${read.tool.name}: a second tool of this name`);
      else tools.set(read.tool.name, read.tool);
    }
    const { nextCursor: next } = result;
    const isLast = typeof next !== 'string' || next === '' || tools.size > most;
    if (isLast) return { tools: [...tools.values()], leftOut };
    if (next === cursor) break;
    cursor = next;
  }
  throw new ToolRefusedError(server, 'its list has no end: each page names another one.');
}
