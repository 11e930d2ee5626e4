import type { Logger, ServiceParts } from '@aether/common/service';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { VersionCall } from '../accept/agent-versions.ts';
import type { RunSource } from '../accept/accept-run.ts';
import type { ExecutionsParts } from '../context.ts';
import type { StreamEvent } from '../event.ts';
import { followRun } from './follow-run.ts';
import { type PublishedAgent, publishedAgents } from './published-agents.ts';
import { runAnswer } from './run-answer.ts';
import { startAgent, toldFailure } from './start-agent.ts';

export interface AgentToolCall {
  readonly call: VersionCall;
  readonly source: RunSource;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
  readonly idempotencyKey: string | null;
  readonly logger: Logger;
}

const inputSchema = z.looseObject({ type: z.literal('object') });

/** An MCP server for one request: every published agent that the viewer may run is a tool, and a call of it is a run. */
export function agentToolServer(
  parts: ExecutionsParts & Pick<ServiceParts, 'operations'>,
  { call, source, signal, idempotencyKey, logger }: AgentToolCall,
): Server {
  const server = new Server({ name: 'aether-agents', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: (await publishedAgents(parts.operations, call)).map(toTool),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra): Promise<CallToolResult> => {
    const ended = AbortSignal.any([signal, extra.signal]);
    const { progressToken } = params._meta ?? {};
    let steps = 0;
    const onEvent = async ({ name, data }: StreamEvent): Promise<void> => {
      if (name !== 'step-start' || progressToken === undefined) return;
      steps += 1;
      const progress = { progressToken, progress: steps, message: String(data['name']) };
      await extra.sendNotification({ method: 'notifications/progress', params: progress });
    };
    try {
      const execution = await startAgent(
        parts,
        {
          slug: params.name,
          input: params.arguments ?? {},
          context: null,
          idempotencyKey: idempotencyKey ?? parts.ids('req'),
        },
        call,
        source,
      );
      const { viewer, requestId } = call;
      for await (const event of followRun(parts, execution, { viewer, requestId, signal: ended })) await onEvent(event);
      const { text, output } = await runAnswer(parts, execution);
      return { content: [{ type: 'text', text }], structuredContent: output };
    } catch (error) {
      logger.debug({ err: error, agent: params.name }, 'the call of an agent as a tool failed');
      const { code, message } = toldFailure(error);
      return { isError: true, content: [{ type: 'text', text: `${code}: ${message}` }] };
    }
  });
  return server;
}

function toTool({ slug, name, description, inputSchema: schema }: PublishedAgent): Tool {
  const parsed = inputSchema.safeParse(schema);
  return {
    name: slug,
    title: name,
    description: description === '' ? name : description,
    inputSchema: parsed.success ? parsed.data : { type: 'object' },
    // The same call with the same key is one run; what the run does is asked about by its own policies.
    annotations: { readOnlyHint: false, idempotentHint: true },
  };
}
