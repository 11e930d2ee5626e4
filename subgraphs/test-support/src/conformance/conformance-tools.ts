import {
  type CallToolResult,
  fromJsonSchema,
  inputRequired,
  inputResponse,
  type McpServer,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { registerElicitingTools } from './eliciting-tools.ts';
import { PIXEL, SILENCE } from './small-media.ts';

const text = (words: string): CallToolResult => ({ content: [{ type: 'text', text: words }] });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const REGION = { type: 'string', 'x-mcp-header': 'Region' } as const;
const ADDRESS = { type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } };

/** The tools that the public conformance suites call, under the names they call them by. */
export function registerConformanceTools(server: McpServer, codec: RequestStateCodec): void {
  const tool = (name: string, answer: (context: ServerContext) => CallToolResult | Promise<CallToolResult>): void => {
    server.registerTool(name, { description: `Of the conformance suite: ${name}.` }, async (context) =>
      answer(context),
    );
  };
  tool('test_simple_text', () => text('This is a simple text response for testing.'));
  tool('test_image_content', () => ({ content: [{ type: 'image', data: PIXEL, mimeType: 'image/png' }] }));
  tool('test_audio_content', () => ({ content: [{ type: 'audio', data: SILENCE, mimeType: 'audio/wav' }] }));
  tool('test_embedded_resource', () => ({
    content: [
      {
        type: 'resource',
        resource: {
          uri: 'test://embedded-resource',
          mimeType: 'text/plain',
          text: 'This is an embedded resource content.',
        },
      },
    ],
  }));
  tool('test_multiple_content_types', () => ({
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      { type: 'image', data: PIXEL, mimeType: 'image/png' },
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: '{"test":"data","value":123}',
        },
      },
    ],
  }));
  tool('test_error_handling', () => ({
    ...text('This tool intentionally returns an error for testing'),
    isError: true,
  }));
  const logging = async ({ mcpReq }: ServerContext): Promise<CallToolResult> => {
    for (const said of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await mcpReq.log('info', said);
      await pause(30);
    }
    return text('Told.');
  };
  tool('test_tool_with_logging', logging);
  tool('test_logging_tool', logging);
  tool('test_tool_with_progress', async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined)
        await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
      await pause(30);
    }
    return text('Done.');
  });
  server.registerTool(
    'json_schema_2020_12_tool',
    {
      description: 'Tool with JSON Schema 2020-12 features',
      inputSchema: fromJsonSchema({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        $defs: { address: { $anchor: 'addressDef', ...ADDRESS } },
        properties: {
          name: { type: 'string' },
          address: { $ref: '#/$defs/address' },
          contactMethod: { type: 'string', enum: ['phone', 'email'] },
          phone: { type: 'string' },
          email: { type: 'string' },
        },
        allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
        if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
        // eslint-disable-next-line unicorn/no-thenable -- the name of a keyword
        then: { required: ['phone'] },
        else: { required: ['email'] },
        additionalProperties: false,
      }),
    },
    () => text('ok'),
  );
  server.registerTool(
    'test_headers',
    {
      description: 'Has a parameter that travels as a header too.',
      inputSchema: fromJsonSchema({
        type: 'object',
        properties: { region: REGION },
        required: ['region'],
      }),
    },
    () => text('ok'),
  );
  server.registerTool(
    'test_sampling',
    { description: 'Asks the model of the client.', inputSchema: z.object({ prompt: z.string() }) },
    ({ prompt }, { mcpReq }) => {
      const answer = mcpReq.inputResponses?.['answer'];
      return answer === undefined
        ? inputRequired({
            inputRequests: {
              answer: inputRequired.createMessage({
                messages: [{ role: 'user', content: { type: 'text', text: prompt } }],
                maxTokens: 100,
              }),
            },
          })
        : text(`LLM response: ${JSON.stringify(answer)}`);
    },
  );
  server.registerTool(
    'test_elicitation',
    { description: 'Asks the person at the client.', inputSchema: z.object({ message: z.string() }) },
    ({ message }, { mcpReq }) => {
      const answer = inputResponse(mcpReq.inputResponses, 'answer');
      if (answer.kind === 'elicit' && answer.action === 'accept')
        return text(`User response: ${JSON.stringify({ action: 'accept', content: answer.content })}`);
      if (answer.kind === 'elicit') return { ...text(`User response: ${answer.action}`), isError: true };
      const requestedSchema = z.object({ username: z.string(), email: z.string() });
      return inputRequired({ inputRequests: { answer: inputRequired.elicit({ message, requestedSchema }) } });
    },
  );
  registerElicitingTools(server, codec);
}
