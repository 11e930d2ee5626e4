import { INTERACTIVE_HEADER, type ServiceParts, toServiceHeaders } from '@aether/common/service';
import type { RuntimeParts } from '@aether/runtime';
import { SearchForRunDocument } from '@aether/schema/internal/memory';
import { OpenAI } from 'openai';
import { lineageOf } from '../agents/lineage-of.ts';
import { McpToolClient } from '../tools/mcp-tool-client.ts';

/** What the loop needs from other services, each call with the rights of the run's person. */
export function runtimeParts(
  parts: Pick<ServiceParts, 'operations' | 'tokens' | 'modelFetch' | 'toolFetch' | 'logger'>,
  own: Pick<RuntimeParts, 'agents' | 'artifacts' | 'egress' | 'commands' | 'renderDocument'>,
): RuntimeParts {
  const { operations, tokens, modelFetch, logger } = parts;
  return {
    logger,
    ...own,
    tools: new McpToolClient(parts),
    async searchKnowledge({ run, signal, ...search }) {
      const { searchForRun } = await operations.call(
        SearchForRunDocument,
        {
          input: {
            executionId: run.executionId,
            agentId: run.agentId,
            ...search,
            notebookIds: [...search.notebookIds],
          },
        },
        { onBehalfOf: run.runAs, requestId: run.executionId, traceparent: run.traceparent, signal },
      );
      return {
        partial: searchForRun.partial,
        passages: searchForRun.hits.map(({ score, passage: { id, document, ...passage } }) => ({
          passageId: id,
          documentTitle: document.title,
          score,
          ...passage,
        })),
      };
    },
    modelClient(run, budgetLeft) {
      return new OpenAI({
        // The host is never looked up: `modelFetch` decides where /v1 is.
        baseURL: 'http://llm-gateway/v1',
        apiKey: 'internal',
        maxRetries: 0,
        fetch: modelFetch,
        defaultHeaders: {
          ...(run.isInteractive === true ? { [INTERACTIVE_HEADER]: 'true' } : {}),
          ...toServiceHeaders(tokens, {
            service: 'executions',
            audience: 'llm-gateway',
            viewer: run.runAs,
            requestId: run.executionId,
            traceparent: run.traceparent,
            lineage: tokens.signLineage(lineageOf(run, budgetLeft)),
          }),
        },
      });
    },
  };
}
