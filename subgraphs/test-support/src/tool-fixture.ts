import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ElicitResultSchema,
  ListToolsRequestSchema,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import { answerTool, type ReceivedCall } from './tool-answers.ts';

/** What several connections to one tool server share. */
export interface ToolFixture {
  /** Of the tool `changing`; another one is another definition. */
  description: string;
  readonly calls: ReceivedCall[];
  /** Names of tools whose calls were cancelled. */
  readonly cancelled: string[];
  /** Ends the server in mid-call, as a crash would. */
  readonly die: () => void;
}

const object = (properties: Tool['inputSchema']['properties'], required: string[] = Object.keys(properties ?? {})) => ({
  type: 'object' as const,
  properties,
  required,
  additionalProperties: false,
});

const TOOLS: readonly Tool[] = [
  {
    name: 'echo',
    title: 'Echo',
    description: 'Answers the text.',
    inputSchema: object({ text: { type: 'string' } }),
    annotations: { readOnlyHint: true },
  },
  {
    name: 'add',
    description: 'Adds two numbers.',
    inputSchema: object({ a: { type: 'number' }, b: { type: 'number' } }),
    outputSchema: object({ sum: { type: 'number' } }),
    annotations: { readOnlyHint: true },
  },
  {
    name: 'slow',
    description: 'Answers after a while, and tells its progress.',
    inputSchema: object({ ms: { type: 'integer' }, beats: { type: 'integer' } }, ['ms']),
  },
  { name: 'ask', description: 'Asks for a size in the middle of its call.', inputSchema: object({}) },
  { name: 'fail', description: 'Fails.', inputSchema: object({}) },
  { name: 'refuse', description: 'Answers with a protocol error.', inputSchema: object({}) },
  { name: 'big', description: 'Answers many bytes.', inputSchema: object({ bytes: { type: 'integer' } }) },
  { name: 'hidden', description: 'Answers with invisible characters.', inputSchema: object({}) },
  { name: 'meta', description: 'Answers what came with the call.', inputSchema: object({}) },
  { name: 'environment', description: 'Answers the names of its environment.', inputSchema: object({}) },
  { name: 'spawn', description: 'Starts a process of its own and answers its id.', inputSchema: object({}) },
  { name: 'change', description: 'Changes the definition of "changing".', inputSchema: object({}) },
  { name: 'die', description: 'Ends the server.', inputSchema: object({}) },
];

/** A tool server for one connection, on the stack that the gateway does not use. */
export function createToolFixture(fixture: ToolFixture): Server {
  const server = new Server({ name: 'fixture', version: '1.0.0' }, { capabilities: { tools: { listChanged: true } } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: [...TOOLS, { name: 'changing', description: fixture.description, inputSchema: object({}) }],
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const { name, arguments: given = {}, _meta: meta = {} } = params;
    fixture.calls.push({ name, arguments: given, meta, headers: extra.requestInfo?.headers ?? {} });
    extra.signal.addEventListener('abort', () => fixture.cancelled.push(name), { once: true });
    const progressToken = params._meta?.progressToken;
    return answerTool(
      { name, arguments: given, meta, headers: extra.requestInfo?.headers ?? {} },
      {
        signal: extra.signal,
        die: fixture.die,
        async change() {
          fixture.description = `${fixture.description} And more.`;
          await server.sendToolListChanged();
        },
        async beat(progress) {
          if (progressToken === undefined) return;
          await extra.sendNotification({
            method: 'notifications/progress',
            params: { progressToken, progress, message: `beat ${progress}` },
          });
        },
        async ask(message) {
          const requestedSchema = { type: 'object' as const, properties: { size: { type: 'string' as const } } };
          const { action, content } = await extra.sendRequest(
            { method: 'elicitation/create', params: { mode: 'form', message, requestedSchema } },
            ElicitResultSchema,
          );
          return `${action} ${String(content?.['size'] ?? '')}`.trim();
        },
      },
    );
  });
  return server;
}
