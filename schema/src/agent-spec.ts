import { z } from 'zod';
import { endpointSchema } from './endpoint.ts';
import { flowSchema } from './flow.ts';
import { producesPart } from './produces.ts';
import { modelSlug, slug, stableId } from './spec-keys.ts';

const jsonSchema = z.record(z.string(), z.json());
const toolName = z
  .string()
  .max(200)
  .regex(/^[a-z0-9][a-z0-9-]{0,62}\/\S+$/, 'must name a tool as `<server>/<tool>`');

const modelPart = z.strictObject({
  primary: modelSlug.default('builtin/extract').describe('Model that answers, as `<provider>/<name>`.'),
  fallbacks: z.array(modelSlug).max(5).default([]).describe('Models to try in this order when the primary fails.'),
  parameters: z
    .strictObject({
      temperature: z.number().min(0).max(2).optional(),
      topP: z.number().min(0).max(1).optional(),
      maximumOutputTokens: z.int().min(1).max(200_000).optional(),
      seed: z.int().optional(),
      stop: z.array(z.string().min(1).max(100)).max(4).optional(),
    })
    .prefault({}),
  optimizeFor: z.enum(['COST', 'SPEED', 'QUALITY']).default('QUALITY'),
  qualityFloor: z.number().min(0).max(1).optional().describe('Least expected quality a router may choose, 0 to 1.'),
  costCeiling: z.int().min(0).optional().describe('Nano-US-dollars per run.'),
});

const knowledgePart = z.strictObject({
  notebook: slug.describe('Slug of the notebook.'),
  mode: z.enum(['HYBRID', 'VECTOR', 'KEYWORD']).default('HYBRID'),
  topK: z.int().min(1).max(50).default(6).describe('Passages per search.'),
  minimumScore: z.number().min(0).max(1).optional(),
  citations: z
    .enum(['REQUIRED', 'PREFERRED', 'OFF'])
    .default('PREFERRED')
    .describe('REQUIRED: no answer without a source.'),
});

const toolPart = z.strictObject({
  tool: toolName.describe('`<server>/<tool>`, or `agent/<slug>` for another agent that this one may call.'),
  configuration: z.record(z.string(), z.json()).default({}),
  effect: z.enum(['READ', 'IDEMPOTENT', 'KEYED', 'ONCE']).optional().describe("Overrides the tool's own declaration."),
  approval: z.enum(['NEVER', 'WRITES', 'ALWAYS']).default('WRITES'),
});

const memoryPart = z.strictObject({
  shortTerm: z
    .strictObject({
      enabled: z.boolean().default(true),
      window: z.int().min(1).max(200).default(20).describe('Messages of the conversation that the model sees.'),
    })
    .prefault({}),
  longTerm: z
    .strictObject({
      enabled: z.boolean().default(false),
      namespaces: z
        .array(
          z
            .string()
            .regex(
              /^(tenant|team|user|agent|thread)\/\S*$/,
              'must begin with tenant/, team/, user/, agent/ or thread/',
            ),
        )
        .max(10)
        .default([]),
      timeToLiveDays: z.int().min(1).max(3650).optional(),
      write: z.enum(['AUTO', 'ASK', 'NEVER']).default('NEVER'),
    })
    .prefault({}),
});

const limitsPart = z.strictObject({
  steps: z.int().min(1).max(200).default(20),
  deadlineMs: z
    .int()
    .min(1_000)
    .max(2_592_000_000)
    .default(300_000)
    .describe('Milliseconds of a run. Waiting for a person, a signal or a timer does not count.'),
  budget: z.int().min(0).optional().describe('Nano-US-dollars per run.'),
  parallelToolCalls: z.int().min(1).max(16).default(4),
  recursionDepth: z.int().min(0).max(8).default(3),
});

const guardsPart = z.strictObject({
  untrustedContent: z
    .enum(['READ_ONLY', 'APPROVAL', 'ALLOW'])
    .default('APPROVAL')
    .describe('What text from documents, tools and the web may trigger.'),
  outboundApproval: z
    .boolean()
    .default(true)
    .describe('Private data, untrusted content and an outbound channel together need an approval.'),
});

/**
 * One document says all that an agent is. Portable: references are slugs inside the tenant, never database ids, never secrets.
 * `parseAgentSpec` adds what a shape cannot say.
 */
export const agentSpecSchema = z.strictObject({
  specVersion: z.literal(1),
  type: z.enum(['BUILT_IN', 'EXTERNAL_API', 'HYBRID', 'LEGACY']).default('BUILT_IN'),
  kind: z.enum(['QA', 'CONVERSATIONAL', 'PRODUCER', 'WORKFLOW']),
  instructions: z
    .string()
    .min(1)
    .max(50_000)
    .describe('What the agent is for and how it answers. `{{ inputs.name }}` looks up an input; there is no code.'),
  inputs: jsonSchema.describe('JSON Schema 2020-12 of the input; an object.'),
  outputs: jsonSchema.optional().describe('JSON Schema 2020-12 of the output; without it the output is text.'),
  model: modelPart.prefault({}),
  knowledge: z.record(stableId, knowledgePart).default({}),
  memory: memoryPart.prefault({}),
  tools: z.record(stableId, toolPart).default({}),
  limits: limitsPart.prefault({}),
  guards: guardsPart.prefault({}),
  produces: producesPart.optional().describe('PRODUCER: the files that a run makes.'),
  flow: flowSchema.optional().describe('WORKFLOW: what runs after what.'),
  endpoint: endpointSchema
    .optional()
    .describe('EXTERNAL_API: the agent of another system that answers. HYBRID: what nodes of type endpoint call.'),
});

/** With all defaults filled in. */
export type AgentSpec = z.output<typeof agentSpecSchema>;

/** As it is written: what has a default may be left out. */
export type AgentSpecInput = z.input<typeof agentSpecSchema>;
