import { createHash } from 'node:crypto';
import { canonicalJson, type HttpTool, type HttpTools, MCP_META } from '@aether/schema';
import type { Tool } from '@modelcontextprotocol/client';

/** A request as a tool; its hash also covers what is sent, and how. */
export function httpToolDefinition(tool: HttpTool, { credentialHeader }: HttpTools): Tool {
  const { name, title, description, inputSchema, effect } = tool;
  const request = createHash('sha256').update(canonicalJson({ ...tool, credentialHeader }));
  return {
    name,
    ...(title === null ? {} : { title }),
    description,
    inputSchema: { ...inputSchema, type: 'object' },
    annotations: { readOnlyHint: effect === 'READ', idempotentHint: effect === 'READ' || effect === 'IDEMPOTENT' },
    _meta: {
      [MCP_META.request]: request.digest('hex'),
      [MCP_META.effect]: effect,
    },
  };
}
