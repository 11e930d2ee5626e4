import { isRecord } from '@aether/schema';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { LRUCache } from 'lru-cache';
import { ToolArgumentsError } from '../errors.ts';
import type { VisibleTool } from '../federation/client-request.ts';
import { WordIndex } from './word-index.ts';

/** So many are shown; of more, a model is shown how to find them. */
export const SHOWN_TOOLS = 40;
export const SEARCH_TOOLS = 'search_tools';
export const CALL_TOOL = 'call_tool';

/** Definitions of one answer, in characters: about 2,000 tokens with the two tools themselves. */
const ANSWER_CHARACTERS = 6_000;
const DESCRIPTION_CHARACTERS = 400;
const MOST_FOUND = 20;
const USUALLY_FOUND = 8;

/** What stands for a list that is too long for a model. Names of servers' tools contain `__`, so these are nobody else's. */
export const SEARCH_SURFACE: readonly VisibleTool[] = [
  {
    name: CALL_TOOL,
    record: {
      title: 'Call a tool',
      description: `Calls a tool that ${SEARCH_TOOLS} has found.`,
      inputSchema: {
        type: 'object',
        properties: { name: { type: 'string' }, arguments: { type: 'object' } },
        required: ['name', 'arguments'],
        additionalProperties: false,
      },
      outputSchema: null,
      effect: 'ONCE',
    },
  },
  {
    name: SEARCH_TOOLS,
    record: {
      title: 'Search tools',
      description: `Finds tools by what they do. Answers their names, descriptions and schemas, best first; call one with ${CALL_TOOL}.`,
      inputSchema: {
        type: 'object',
        properties: {
          query: { type: 'string', description: 'What the tool should do, in a few words.' },
          limit: { type: 'integer', minimum: 1, maximum: MOST_FOUND },
        },
        required: ['query'],
        additionalProperties: false,
      },
      outputSchema: null,
      effect: 'READ',
    },
  },
];

/** Finds tools among many, in what one viewer may call. */
export class ToolSearch {
  /** By tenant, and limited key. A list that did not change is indexed once. */
  readonly #indexes = new LRUCache<string, { readonly tools: readonly VisibleTool[]; readonly index: WordIndex }>({
    max: 200,
  });

  /** @param scope whose list it is @throws ToolArgumentsError */
  find(scope: string, tools: readonly VisibleTool[], given: Readonly<Record<string, unknown>>): CallToolResult {
    const { query, limit = USUALLY_FOUND } = given;
    if (typeof query !== 'string' || query.trim() === '')
      throw new ToolArgumentsError(SEARCH_TOOLS, 'query must be a text that says what the tool should do');
    if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > MOST_FOUND)
      throw new ToolArgumentsError(SEARCH_TOOLS, `limit must be a whole number from 1 to ${MOST_FOUND}`);
    const found = this.#indexOf(scope, tools)
      .find(query)
      .slice(0, limit)
      .flatMap((place) => tools[place] ?? []);
    return { content: [{ type: 'text', text: textOf(found) }] };
  }

  #indexOf(scope: string, tools: readonly VisibleTool[]): WordIndex {
    const known = this.#indexes.get(scope);
    if (known !== undefined && isSame(known.tools, tools)) return known.index;
    const index = new WordIndex(
      tools.map(({ name, record }) => [
        { text: name, weight: 3 },
        { text: record.title ?? '', weight: 2 },
        { text: record.description, weight: 1 },
      ]),
    );
    this.#indexes.set(scope, { tools, index });
    return index;
  }
}

function isSame(left: readonly VisibleTool[], right: readonly VisibleTool[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ name, record }, place) => {
      const other = right[place];
      return other !== undefined && name === other.name && record.description === other.record.description;
    })
  );
}

/** The call that `call_tool` stands for. @throws ToolArgumentsError */
export function calledTool(given: Readonly<Record<string, unknown>>): {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
} {
  const { name, arguments: toolArguments = {} } = given;
  if (typeof name !== 'string' || name === SEARCH_TOOLS || name === CALL_TOOL)
    throw new ToolArgumentsError(CALL_TOOL, `name must be the name of a tool that ${SEARCH_TOOLS} has found`);
  if (!isRecord(toolArguments)) throw new ToolArgumentsError(CALL_TOOL, 'arguments must be an object');
  return { name, arguments: toolArguments };
}

/** As many as fit; at least the best one, whose schema is left out when it alone is too long. */
function textOf(found: readonly VisibleTool[]): string {
  const lines: string[] = [];
  let left = ANSWER_CHARACTERS;
  for (const { name, record } of found) {
    const description = record.description.slice(0, DESCRIPTION_CHARACTERS);
    const whole = JSON.stringify({ name, description, inputSchema: record.inputSchema });
    const line = whole.length > left && lines.length === 0 ? JSON.stringify({ name, description }) : whole;
    if (line.length > left) break;
    lines.push(line);
    left -= line.length;
  }
  return lines.length === 0 ? 'No tool was found. Try other words.' : lines.join('\n');
}
