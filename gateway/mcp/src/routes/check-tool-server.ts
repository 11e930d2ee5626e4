import type { Route } from '@aether/common/service';
import { authorizeToolUse } from '../authorize.ts';
import type { Gateway } from '../gateway.ts';
import { refuseForeignPage } from './refuse-foreign-page.ts';

/** `POST /v1/tool-servers/<slug>/check`, for agents on behalf of a person: asks the server for its tools now, as that person's calls would. */
export function checkToolServerRoute({ checkServer, clientOrigins }: Gateway): Route {
  return {
    method: 'POST',
    path: '/v1/tool-servers/:server/check',
    async handle(request, { context, parameters }) {
      refuseForeignPage(request, clientOrigins);
      const viewer = authorizeToolUse(context);
      const tools = await checkServer(viewer, parameters['server'] ?? '');
      return Response.json({ tools }, { headers: { 'cache-control': 'private, no-store' } });
    },
  };
}
