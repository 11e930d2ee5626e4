import type { ToolAnswer } from '@aether/runtime';
import { MCP_META } from '@aether/schema';
import { z } from 'zod';
import { toAnswerQuarantine } from './to-answer-quarantine.ts';
import { toToolQuestions } from './to-tool-questions.ts';

const contentPart = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text'), text: z.string() }),
  z.looseObject({ type: z.literal('image'), mimeType: z.string(), data: z.string() }),
  z.looseObject({ type: z.literal('audio'), mimeType: z.string(), data: z.string() }),
  z.looseObject({ type: z.literal('resource_link'), uri: z.string(), name: z.string().optional() }),
  z.looseObject({
    type: z.literal('resource'),
    resource: z.looseObject({ uri: z.string(), text: z.string().optional(), mimeType: z.string().optional() }),
  }),
]);

/** https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-result */
const resultSchema = z.looseObject({
  content: z.array(contentPart).default([]),
  structuredContent: z.json().optional(),
  isError: z.boolean().default(false),
  _meta: z.record(z.string(), z.unknown()).optional(),
});

/** What a model can read of a result: its text, and for everything else a note of what it was. */
export function toToolAnswer(result: unknown): ToolAnswer {
  const { content, structuredContent, isError, _meta: meta } = resultSchema.parse(result);
  const asked = meta?.[MCP_META.inputRequired];
  return {
    isError,
    text: content.map(textOf).join('\n'),
    structured: structuredContent ?? null,
    asks: asked === undefined ? null : toToolQuestions(asked),
    quarantine: toAnswerQuarantine(meta?.[MCP_META.quarantine]),
  };
}

function textOf(part: z.infer<typeof contentPart>): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'image':
    case 'audio':
      return `[${part.type}, ${part.mimeType}, ${Math.floor((part.data.length * 3) / 4)} bytes]`;
    case 'resource_link':
      return `[link to ${part.name ?? part.uri}: ${part.uri}]`;
    case 'resource':
      return part.resource.text ?? `[resource ${part.resource.uri}, ${part.resource.mimeType ?? 'unknown type'}]`;
  }
}
