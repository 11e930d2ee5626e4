import type { Route } from '@aether/common/service';
import { authorizeModelUse } from '../authorize.ts';
import type { Gateway } from '../gateway.ts';
import type { Target } from '../routing/target.ts';
import { answering } from './answering.ts';

/** `GET /v1/models`: what this caller can use. */
export function modelsRoute(gateway: Gateway): Route {
  return {
    method: 'GET',
    path: '/v1/models',
    handle: answering(gateway, async ({ context }) => {
      const catalog = await gateway.catalogOf(authorizeModelUse(context));
      return Response.json({ object: 'list', data: catalog.list().map(toModel) });
    }),
  };
}

/** `GET /v1/models/<provider>/<name>`; the slash may be escaped, as the `openai` SDK does. */
export function modelRoute(gateway: Gateway): Route {
  return {
    method: 'GET',
    path: '/v1/models/:id+',
    handle: answering(gateway, async ({ context, parameters }) => {
      const catalog = await gateway.catalogOf(authorizeModelUse(context));
      return Response.json(toModel(catalog.find(parameters['id'] ?? '')));
    }),
  };
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
