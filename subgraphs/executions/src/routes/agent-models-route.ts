import { errorResponse, type Logger, type Route, type ServiceParts } from '@aether/common/service';
import { agentCaller } from '../agents/agent-caller.ts';
import { publishedAgents } from '../agents/published-agents.ts';

/** `GET /agents/v1/models`: the published agents that the viewer may run, as models. For the LLM gateway only. */
export function agentModelsRoute(parts: Pick<ServiceParts, 'operations' | 'tokens'>, logger: Logger): Route {
  return {
    method: 'GET',
    path: '/agents/v1/models',
    async handle(request, { context }) {
      try {
        const { viewer } = agentCaller(request, context, parts.tokens, 'API');
        const agents = await publishedAgents(parts.operations, { ...context, viewer });
        const data = agents.map(({ slug, name, createdAt }) => ({
          id: `agent:${slug}`,
          object: 'model',
          created: Math.floor(Date.parse(createdAt) / 1_000),
          owned_by: 'agent',
          aether: { name, capabilities: ['CHAT'], contextWindow: null, maximumOutputTokens: null, builtIn: false },
        }));
        return Response.json({ object: 'list', data });
      } catch (error) {
        return errorResponse(error, { requestId: context.requestId, logger });
      }
    },
  };
}
