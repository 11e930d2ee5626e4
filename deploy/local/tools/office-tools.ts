import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema, type Tool } from '@modelcontextprotocol/sdk/types.js';
import { UNITS } from './convert-units.ts';
import { isOfficeTool, OFFICE_TOOLS } from './office-tool-answers.ts';

// Process entry of the tool server that ships with Aether: MCP over stdio, nothing stored, nothing reached.

const READS = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };
const schemaOf = (properties: Record<string, object>) => ({
  type: 'object' as const,
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const date = { type: 'string', format: 'date', description: 'A day, for example 2026-11-23' };

const TOOLS: readonly Tool[] = [
  {
    name: 'add_working_days',
    title: 'Add working days',
    description: 'Adds working days, Monday to Friday, to a date and names the day that results. Knows no holidays.',
    inputSchema: schemaOf({ date, days: { type: 'integer', description: 'How many working days' } }),
    annotations: READS,
  },
  {
    name: 'weekday_of_date',
    title: 'Weekday of a date',
    description: 'Says which weekday a date is.',
    inputSchema: schemaOf({ date }),
    annotations: READS,
  },
  {
    name: 'convert_units',
    title: 'Convert units',
    description: `Converts a value from one unit to another: ${UNITS.join(', ')}.`,
    inputSchema: schemaOf({
      value: { type: 'number' },
      from: { type: 'string', enum: UNITS },
      to: { type: 'string', enum: UNITS },
    }),
    annotations: READS,
  },
];

const server = new Server({ name: 'office', version: '1.0.0' }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...TOOLS] }));
server.setRequestHandler(CallToolRequestSchema, ({ params: { name, arguments: given = {} } }) => {
  try {
    if (!isOfficeTool(name)) throw new Error(`There is no tool "${name}".`);
    const { sentence, data } = OFFICE_TOOLS[name](given);
    return { content: [{ type: 'text', text: sentence }], structuredContent: data };
  } catch (error) {
    return { content: [{ type: 'text', text: error instanceof Error ? error.message : String(error) }], isError: true };
  }
});
await server.connect(new StdioServerTransport());
