import { z } from 'zod';
import { httpCall } from './http-call.ts';
import { artifactName, documentFormat } from './produces.ts';
import { slug, stableId } from './spec-keys.ts';

const EXPRESSION_LENGTH = 2_000;

/** What CEL expressions of a flow see: the input of the run, what ran before, and inside a map the item and its place. */
export const FLOW_LANGUAGE = {
  variables: { inputs: 'map', nodes: 'map', item: 'dyn', index: 'int' },
  maximumLength: EXPRESSION_LENGTH,
} as const;

const expression = z.string().min(1).max(EXPRESSION_LENGTH);
const fieldName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a name of letters, digits and underscores');
const fields = z.record(fieldName, expression);
const jsonSchema = z.record(z.string(), z.json());

/** Kinds of work that a map may do for each item. */
const work = {
  model: z.strictObject({
    type: z.literal('model'),
    prompt: expression.describe('CEL: what the model is asked. Text goes as it is, anything else as JSON.'),
    instructions: z.string().min(1).max(50_000).optional().describe("Instead of the agent's own instructions."),
    sources: z
      .array(stableId)
      .max(8)
      .default([])
      .describe('Nodes of type retrieve whose passages the model is given and cites.'),
    tools: z.array(stableId).max(16).default([]).describe('Keys of `tools` of the agent that the model may call.'),
    outputs: jsonSchema
      .optional()
      .describe('JSON Schema of the answer, which is the output then; without it the output is { text }.'),
  }),
  retrieve: z.strictObject({
    type: z.literal('retrieve'),
    knowledge: stableId.describe('Key of `knowledge` of the agent.'),
    query: expression.describe('CEL: the text that is searched for.'),
  }),
  tool: z.strictObject({
    type: z.literal('tool'),
    tool: stableId.describe('Key of `tools` of the agent.'),
    arguments: fields.default({}).describe('CEL expression for each argument.'),
  }),
  transform: z.strictObject({
    type: z.literal('transform'),
    value: expression.describe('CEL: the output of the node, for example {"total": inputs.price * 2}.'),
  }),
  agent: z.strictObject({
    type: z.literal('agent'),
    agent: slug.describe('Slug of the agent that runs here.'),
    input: fields.default({}).describe('CEL expression for each input of the agent.'),
  }),
  http: z.strictObject({
    type: z.literal('http'),
    ...httpCall,
    path: fields.default({}).describe('CEL expression for each {name} in the path of the address.'),
    query: fields.default({}).describe('CEL expression for each parameter behind the "?".'),
    body: expression.optional().describe('CEL: what is sent, as JSON. Nothing is sent without it.'),
    answer: z.enum(['JSON', 'TEXT']).default('JSON').describe('What the address answers.'),
    outputs: jsonSchema.optional().describe('JSON Schema of the answer; one that does not fit fails the node.'),
  }),
} as const;

const node = {
  name: z.string().min(1).max(120).optional().describe('What people read; else the id.'),
  join: z
    .enum(['ALL', 'ANY'])
    .default('ALL')
    .describe('Where several edges meet: go on after ALL of them, or after ANY one that arrives first.'),
};

/** Planned, and refused when the agent is checked: their shape is open until they run. */
export const PLANNED_NODES = ['recall', 'remember', 'container'] as const;

const port = z
  .string()
  .max(63)
  .regex(/^[a-z][a-z0-9-]*$/, 'must be lower case letters, digits and hyphens');

/** One step of a flow. Each becomes steps of the run's chain. */
export const flowNodeSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('input'), ...node }),
  work.model.extend(node),
  work.retrieve.extend(node),
  work.tool.extend(node),
  work.transform.extend(node),
  work.agent.extend(node),
  work.http.extend(node),
  z.strictObject({
    type: z.literal('endpoint'),
    input: fields.default({}).describe("CEL expression for each input that the agent's endpoint sees."),
    ...node,
  }),
  z.strictObject({
    type: z.literal('subflow'),
    agent: slug.describe('Slug of the WORKFLOW agent whose flow runs here, as a run of its own.'),
    input: fields.default({}).describe('CEL expression for each input of that agent.'),
    ...node,
  }),
  z.strictObject({
    type: z.literal('wait'),
    seconds: expression.optional().describe('CEL: how many seconds the flow waits here.'),
    until: expression.optional().describe('CEL: the instant until which it waits, as 2026-11-22T18:00:00Z.'),
    signal: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Name of the signal (`signalExecution`) that it waits for; what comes with it is the output.'),
    timeoutMs: z
      .int()
      .min(1_000)
      .max(2_592_000_000)
      .optional()
      .describe(
        'With a signal: how long it may take. @default as long as people have for an approval (`EXECUTIONS_APPROVAL_MS`)',
      ),
    ...node,
  }),
  z.strictObject({
    type: z.literal('condition'),
    expression: expression.describe('CEL expression, true or false; the edges out of it say for which.'),
    ...node,
  }),
  z.strictObject({
    type: z.literal('switch'),
    value: expression.describe('CEL: one of the cases; everything else takes the edge "otherwise".'),
    cases: z.array(port).min(1).max(20),
    ...node,
  }),
  z.strictObject({
    type: z.literal('map'),
    items: expression.describe('CEL: a list.'),
    each: z
      .discriminatedUnion('type', [work.model, work.retrieve, work.tool, work.transform, work.agent, work.http])
      .describe('What is done for each item, over `item` and `index`. The output of the node is the list of results.'),
    concurrency: z.int().min(1).max(16).default(4),
    most: z.int().min(1).max(100).default(20).describe('A longer list fails the node before anything is done.'),
    ...node,
  }),
  z.strictObject({ type: z.literal('merge'), ...node }),
  z.strictObject({
    type: z.literal('approval'),
    question: z
      .string()
      .min(1)
      .max(2_000)
      .describe('What a person decides here. `{{ inputs.name }}` looks up an input of the run.'),
    show: fields.default({}).describe('CEL expression for each fact that the person is shown.'),
    ...node,
  }),
  z.strictObject({
    type: z.literal('artifact'),
    file: artifactName,
    format: documentFormat,
    content: expression.describe(
      'CEL: what stands in the file. A text with headings, lists and tables of Markdown, a list of objects as a table, or a document.',
    ),
    ...node,
  }),
  z.strictObject({ type: z.literal('error-handler'), ...node }),
  z.strictObject({
    type: z.literal('output'),
    fields: fields.describe('CEL expression for each field of the output. `answer` is the text that people read.'),
    ...node,
  }),
  ...PLANNED_NODES.map((type) => z.object({ type: z.literal(type), ...node }).catchall(z.json())),
]);

export type FlowNode = z.output<typeof flowNodeSchema>;
export type FlowNodeType = FlowNode['type'];

/** A node of one type, as it is after parsing. */
export type FlowNodeOf<Type extends FlowNodeType> = Extract<FlowNode, { type: Type }>;
