import { AgentCard } from '@a2a-js/sdk';
import { errorResponse, type Logger, type Route, type ServiceParts } from '@aether/common/service';
import { a2aAgent } from '../a2a/a2a-agent.ts';
import type { ExecutionsParts } from '../context.ts';

/** `GET /a2a/<slug>/.well-known/agent-card.json`: what a published agent tells agents of other systems about itself. */
export function agentCardRoute(parts: ExecutionsParts & Pick<ServiceParts, 'operations'>, logger: Logger): Route {
  return {
    method: 'GET',
    path: '/a2a/:slug/.well-known/agent-card.json',
    async handle(_request, { parameters, context }) {
      try {
        const { card } = await a2aAgent(parts, context, parameters['slug'] ?? '');
        return Response.json(AgentCard.toJSON(card), { headers: { 'cache-control': 'no-store' } });
      } catch (error) {
        return errorResponse(error, { requestId: context.requestId, logger });
      }
    },
  };
}
