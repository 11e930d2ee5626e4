import { createHash } from 'node:crypto';
import { canonicalJson, MCP_META, type ToolReportInput } from '@aether/schema';
import type { Tool } from '@modelcontextprotocol/client';
import { inspectValue } from '../quarantine/inspect-value.ts';
import { cleanText, cleanValue } from './clean-text.ts';

/** What MCP allows; a specification could not name another one. */
const NAME = /^[A-Za-z0-9_.-]{1,128}$/u;

/**
 * What people and models read is cleaned; the hash is made of what the server sent, so that no hidden change passes.
 * Null = the name is none.
 */
export function definitionOf(tool: Tool): ToolReportInput | null {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  if (!NAME.test(name)) return null;
  const request = tool._meta?.[MCP_META.request];
  const effect = tool._meta?.[MCP_META.effect];
  const sent = { name, title, description, inputSchema, outputSchema, annotations, request, effect };
  return {
    name,
    title: title === undefined ? null : cleanText(title),
    description: cleanText(description ?? ''),
    inputSchema: cleanValue(inputSchema),
    outputSchema: cleanValue(outputSchema ?? null),
    annotations: typeof effect === 'string' ? { ...annotations, effect } : (annotations ?? null),
    definitionHash: createHash('sha256').update(canonicalJson(sent)).digest('hex'),
    findings: inspectValue({ title, description, inputSchema, outputSchema }).map(({ excerpt, ...finding }) => ({
      ...finding,
      excerpt: cleanText(excerpt),
    })),
  };
}
