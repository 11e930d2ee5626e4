import type { ToolQuestion, ToolQuestions } from '@aether/runtime';
import type { JsonObject } from '@aether/schema';
import { z } from 'zod';

/** Of one call; a person is not asked more at once. */
const MAXIMUM_QUESTIONS = 5;
const MAXIMUM_FIELDS = 30;
const MAXIMUM_SCHEMA_BYTES = 16 * 1_024;

const jsonObject = z.record(z.string(), z.json()).transform((value): JsonObject => value);
const elicitation = z.object({
  method: z.literal('elicitation/create'),
  params: z.looseObject({
    message: z.string().default(''),
    mode: z.string().default('form'),
    requestedSchema: jsonObject.optional(),
    url: z.string().optional(),
  }),
});
const askedSchema = z.object({
  requests: z.record(z.string(), z.unknown()),
  state: z.string().nullable().default(null),
  // A gateway that does not say may have begun.
  isMidCall: z.boolean().default(true),
});

/** What a tool asks before it goes on, as the gateway passes it on: https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation */
export function toToolQuestions(asked: unknown): ToolQuestions {
  const { requests, state, isMidCall } = askedSchema.parse(asked);
  return { questions: Object.entries(requests).slice(0, MAXIMUM_QUESTIONS).map(toQuestion), state, isMidCall };
}

/** What is no question to a person (sampling, roots), or none that can be shown, has neither form nor page: it is answered with `cancel`. */
function toQuestion([name, request]: readonly [string, unknown]): ToolQuestion {
  const parsed = elicitation.safeParse(request);
  if (!parsed.success) return { name, message: '', schema: null, url: null };
  const { message, mode, requestedSchema, url } = parsed.data.params;
  if (mode === 'url') return { name, message, schema: null, url: isSafeLink(url ?? '') ? (url ?? null) : null };
  return { name, message, schema: isForm(requestedSchema) ? requestedSchema : null, url: null };
}

/** A person is sent there with trust: no other scheme, and no name and password in it. It is never fetched here. */
function isSafeLink(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && text.length <= 2_000;
}

/** A flat object, as MCP has it. */
function isForm(schema: JsonObject | undefined): schema is JsonObject {
  if (schema === undefined || JSON.stringify(schema).length > MAXIMUM_SCHEMA_BYTES) return false;
  const { properties } = schema;
  const isObject = typeof properties === 'object' && properties !== null && !Array.isArray(properties);
  return schema['type'] === 'object' && isObject && Object.keys(properties).length <= MAXIMUM_FIELDS;
}
