import { ForbiddenError, requireViewer, type Route, ValidationError } from '@aether/common/service';
import type { Gateway } from '../gateway.ts';
import { answering } from './answering.ts';

/** Providers that one request may name. */
const MAXIMUM_PROVIDERS = 200;

/** `GET /v1/providers/health?provider=<slug>&…`, for services on behalf of a person: what the calls of a tenant to them came to. */
export function providerHealthRoute(gateway: Gateway): Route {
  return {
    method: 'GET',
    path: '/v1/providers/health',
    handle: answering(gateway, async ({ context, request }) => {
      const viewer = requireViewer(context);
      if (!viewer.permissions.includes('model:read')) throw new ForbiddenError('model:read', { viewer });
      const slugs = [...new Set(new URL(request.url).searchParams.getAll('provider'))];
      if (slugs.length > MAXIMUM_PROVIDERS)
        throw new ValidationError(['provider'], `at most ${MAXIMUM_PROVIDERS} providers`, String(slugs.length));
      const providers = slugs.map((slug) => ({ slug, ...gateway.health.of(viewer.tenantId, slug) }));
      return Response.json({ object: 'provider.health', providers });
    }),
  };
}
