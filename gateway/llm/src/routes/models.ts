import { PlatformError, type Route } from '@aether/common/service';
import { type AgentModel, isAgentModel } from '../agents/agent-provider.ts';
import { authorizeModelUse } from '../authorize.ts';
import type { Gateway } from '../gateway.ts';
import type { Target } from '../routing/target.ts';
import { answering, type Call } from './answering.ts';

/** `GET /v1/models`: what this caller can use. */
export function modelsRoute(gateway: Gateway): Route {
  return {
    method: 'GET',
    path: '/v1/models',
    handle: answering(gateway, async (call) => {
      const catalog = await gateway.catalogOf(authorizeModelUse(call.context), false);
      return Response.json({
        object: 'list',
        data: [...catalog.list().map(toModel), ...(await agentsOf(gateway, call))],
      });
    }),
  };
}

/** `GET /v1/models/<provider>/<name>`; the slash may be escaped, as the `openai` SDK does. */
export function modelRoute(gateway: Gateway): Route {
  return {
    method: 'GET',
    path: '/v1/models/*',
    handle: answering(gateway, async (call) => {
      const viewer = authorizeModelUse(call.context);
      const name = call.parameters['*'] ?? '';
      const agent = isAgentModel(name) ? (await agentsOf(gateway, call)).find(({ id }) => id === name) : undefined;
      return Response.json(agent ?? toModel((await gateway.catalogOf(viewer, false)).find(name)));
    }),
  };
}

/** Agents are listed for people; when they cannot be, the models are there all the same. */
async function agentsOf(gateway: Gateway, { context, request, signal }: Call): Promise<readonly AgentModel[]> {
  if (context.viewer === null) return [];
  try {
    return await gateway.agents.list({ context, request, signal, viewer: context.viewer });
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    gateway.events.agentsUnlisted(context, error);
    return [];
  }
}

/** As OpenAI lists a model; `aether` is ours and additional. Vendors tell no date of creation over all protocols: 0. */
function toModel({ slug, provider, capabilities, contextWindow, maximumOutputTokens, builtIn }: Target): object {
  return {
    id: slug,
    object: 'model',
    created: 0,
    owned_by: provider.slug,
    aether: { capabilities, contextWindow, maximumOutputTokens, builtIn },
  };
}
