import { ForbiddenError, requireViewer, type Route, ValidationError } from '@aether/common/service';
import type { Gateway } from '../gateway.ts';
import { refuseForeignPage } from './refuse-foreign-page.ts';

/** `GET /v1/tas/servers?url=<TAS-MCP>`, for agents on behalf of a person who may connect tool servers: what is registered in it. */
export function getTasServersRoute({ registeredServersAt, clientOrigins }: Gateway): Route {
  return {
    method: 'GET',
    path: '/v1/tas/servers',
    async handle(request, { context }) {
      refuseForeignPage(request, clientOrigins);
      const viewer = requireViewer(context);
      if (!viewer.permissions.includes('tool:manage')) throw new ForbiddenError('tool:manage');
      const url = new URL(request.url).searchParams.get('url') ?? '';
      if (!URL.canParse(url))
        throw new ValidationError(['url'], 'the address of a TAS-MCP', JSON.stringify(url.slice(0, 100)));
      const servers = await registeredServersAt(url, context.signal);
      return Response.json({ servers }, { headers: { 'cache-control': 'private, no-store' } });
    },
  };
}
