import {
  acceptedContent,
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type InputRequiredResult,
  inputRequired,
  type McpServer,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';

const text = (words: string): CallToolResult => ({ content: [{ type: 'text', text: words }] });
const form = (message: string, name: string) =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { [name]: { type: 'string' } }, required: [name] },
  });
const confirmation = () =>
  inputRequired.elicit({
    message: 'Please confirm',
    requestedSchema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
  });
const greet = () =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: 'Generate a greeting' } }],
    maxTokens: 50,
  });

const DEFAULTS = {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
} as const;
const titled = (from: string, title: string) => ({ const: from, title });
const TITLED = [titled('value1', 'First Option'), titled('value2', 'Second Option'), titled('value3', 'Third Option')];
const ENUMS = {
  untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
  titledSingle: { type: 'string', oneOf: TITLED },
  legacyEnum: {
    type: 'string',
    enum: ['opt1', 'opt2', 'opt3'],
    enumNames: ['Option One', 'Option Two', 'Option Three'],
  },
  untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
  titledMulti: { type: 'array', items: { anyOf: TITLED } },
} as const;

const capability = z.unknown().optional();
const envelopeSchema = z.object({
  [CLIENT_CAPABILITIES_META_KEY]: z
    .object({ elicitation: capability, sampling: capability, roots: capability })
    .optional(),
});

type Answer = CallToolResult | InputRequiredResult;

/** Tools that ask the person at the client, in every way that the suites know. */
export function registerElicitingTools(server: McpServer, codec: RequestStateCodec): void {
  const tool = (name: string, answer: (context: ServerContext) => Answer | Promise<Answer>): void => {
    server.registerTool(name, { description: `Of the conformance suite: ${name}.` }, async (context) =>
      answer(context),
    );
  };
  const whole = (name: string, properties: typeof DEFAULTS | typeof ENUMS): void =>
    tool(name, ({ mcpReq }) => {
      const answer = acceptedContent(mcpReq.inputResponses, 'answer');
      if (answer !== undefined) return text(`Elicitation completed: action=accept, content=${JSON.stringify(answer)}`);
      const request = {
        message: 'Please fill in.',
        requestedSchema: { type: 'object' as const, properties: { ...properties } },
      };
      // The SDK's type of a form knows no `enumNames`.
      return inputRequired({
        inputRequests: { answer: inputRequired.elicit(request as Parameters<typeof inputRequired.elicit>[0]) },
      });
    });
  whole('test_elicitation_sep1034_defaults', DEFAULTS);
  whole('test_elicitation_sep1330_enums', ENUMS);

  tool('test_input_required_result_elicitation', ({ mcpReq }) => {
    const given = acceptedContent(mcpReq.inputResponses, 'user_name');
    if (typeof given?.['name'] === 'string') return text(`Hello, ${given['name']}!`);
    return inputRequired({ inputRequests: { user_name: form('What is your name?', 'name') } });
  });
  tool('test_streaming_elicitation', () =>
    inputRequired({ inputRequests: { user_name: form('What is your name?', 'name') } }),
  );
  tool('test_input_required_result_sampling', ({ mcpReq }) => {
    const answer = mcpReq.inputResponses?.['capital_question'];
    if (answer !== undefined) return text(JSON.stringify(answer));
    return inputRequired({ inputRequests: { capital_question: greet() } });
  });
  tool('test_input_required_result_list_roots', ({ mcpReq }) => {
    const roots = mcpReq.inputResponses?.['client_roots'];
    if (roots !== undefined) return text(JSON.stringify(roots));
    return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
  });
  const confirmed = async ({ mcpReq }: ServerContext): Promise<Answer> => {
    if (acceptedContent(mcpReq.inputResponses, 'confirm') !== undefined && mcpReq.requestState() === 'confirming')
      return text('state-ok');
    return inputRequired({
      inputRequests: { confirm: confirmation() },
      requestState: await codec.mint('confirming'),
    });
  };
  tool('test_input_required_result_request_state', confirmed);
  tool('test_input_required_result_tampered_state', confirmed);
  tool('test_input_required_result_multiple_inputs', async ({ mcpReq }) => {
    const { inputResponses } = mcpReq;
    if (['user_name', 'greeting', 'client_roots'].every((key) => inputResponses?.[key] !== undefined))
      return text('all there');
    return inputRequired({
      inputRequests: {
        user_name: form('What is your name?', 'name'),
        greeting: greet(),
        client_roots: inputRequired.listRoots(),
      },
      requestState: await codec.mint('three'),
    });
  });
  tool('test_input_required_result_multi_round', async ({ mcpReq }) => {
    const state = mcpReq.requestState();
    if (state === 'second' && acceptedContent(mcpReq.inputResponses, 'step2') !== undefined)
      return text('Both are there.');
    if (state === 'first' && acceptedContent(mcpReq.inputResponses, 'step1') !== undefined)
      return inputRequired({
        inputRequests: { step2: form('Step 2: What is your favorite color?', 'color') },
        requestState: await codec.mint('second'),
      });
    return inputRequired({
      inputRequests: { step1: form('Step 1: What is your name?', 'name') },
      requestState: await codec.mint('first'),
    });
  });
  tool('test_input_required_result_capabilities', ({ mcpReq }) => {
    const { [CLIENT_CAPABILITIES_META_KEY]: may } = envelopeSchema.parse(mcpReq.envelope ?? {});
    return inputRequired({
      inputRequests: {
        ...(may?.elicitation === undefined ? {} : { user_name: form('What is your name?', 'name') }),
        ...(may?.sampling === undefined ? {} : { greeting: greet() }),
        ...(may?.roots === undefined ? {} : { client_roots: inputRequired.listRoots() }),
      },
    });
  });
  tool('test_missing_capability', () => inputRequired({ inputRequests: { greeting: greet() } }));
}
