import { ForbiddenError, type Route } from '@aether/common/service';
import { z } from 'zod';
import { authorizeModelUse } from '../authorize.ts';
import type { Gateway } from '../gateway.ts';
import { chatRoute } from '../routing/chat-route.ts';
import { routingPolicy } from '../routing/routing-policy.ts';
import { chatRequestSchema } from '../wire/chat-request.ts';
import { readBody } from '../wire/read-body.ts';
import { answering } from './answering.ts';

const outcomesSchema = z.strictObject({
  cluster: z
    .string()
    .regex(/^[\w.:/-]{1,80}$/)
    .default('general'),
  outcomes: z
    .array(z.strictObject({ model: z.string().min(1).max(200), good: z.boolean() }))
    .min(1)
    .max(100),
});

/** `POST /v1/routing/decision`: a chat request that asks no model, and answers which would be asked and why. Costs nothing. */
export function routingDecisionRoute(gateway: Gateway): Route {
  return {
    method: 'POST',
    path: '/v1/routing/decision',
    handle: answering(
      gateway,
      async ({ context, request }) => {
        const viewer = authorizeModelUse(context);
        const asked = await readBody(request, chatRequestSchema, gateway.bodyLimit);
        const catalog = await gateway.catalogOf(viewer, false);
        const { decision } = await chatRoute(gateway.routing, catalog, viewer, asked, routingPolicy(request.headers));
        return Response.json({ object: 'routing.decision', ...decision });
      },
      'messages',
    ),
  };
}

/** `POST /v1/routing/outcomes`: how good answers were, by model and kind of task. The router chooses by it. */
export function routingOutcomesRoute(gateway: Gateway): Route {
  return {
    method: 'POST',
    path: '/v1/routing/outcomes',
    handle: answering(gateway, async ({ context, request }) => {
      const viewer = authorizeModelUse(context);
      if (viewer === null || (context.caller === 'graphql-gateway' && !viewer.permissions.includes('model:manage')))
        throw new ForbiddenError('model:manage', { viewer });
      const { cluster, outcomes } = await readBody(request, outcomesSchema, gateway.bodyLimit);
      const catalog = await gateway.catalogOf(viewer, false);
      for (const { model, good } of outcomes)
        await gateway.routing.memory.tell(viewer.tenantId, cluster, catalog.find(model).slug, good);
      return Response.json({ object: 'routing.outcomes', counted: outcomes.length });
    }),
  };
}
