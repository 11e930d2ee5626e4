import { errorResponse, type Logger, type Route } from '@aether/common/service';
import { authorizeToolUse } from '../authorize.ts';
import { RegistryEntryNotFoundError } from '../errors.ts';
import type { Gateway } from '../gateway.ts';
import { listQuery } from '../registry/list-query.ts';
import type { ServerEntry } from '../registry/server-entry.ts';
import { refuseForeignPage } from './refuse-foreign-page.ts';

const SERVERS = '/v0.1/servers';
/** An answer depends on who asks. */
const HEADERS = { 'cache-control': 'private, no-store' };

/** The registry API of MCP (v0.1), to read only: which servers the caller may use through this gateway. */
export function getRegistryRoutes({ registry, clientOrigins }: Gateway, logger: Logger): readonly Route[] {
  const route = (path: string, answer: (tenantId: string, call: Asked) => Promise<object>): Route => ({
    method: 'GET',
    path,
    async handle(request, { context, parameters }) {
      try {
        refuseForeignPage(request, clientOrigins);
        const { tenantId } = authorizeToolUse(context);
        const { name = '', version = 'latest' } = parameters;
        const { searchParams } = new URL(request.url);
        return Response.json(await answer(tenantId, { name, version, searchParams }), { headers: HEADERS });
      } catch (error) {
        return errorResponse(error, { requestId: context.requestId, logger }, 'mcp-registry');
      }
    },
  });
  const entry = async (tenantId: string, { name, version }: Asked): Promise<ServerEntry> => {
    const found = await registry.find(tenantId, name, version);
    if (found === null) throw new RegistryEntryNotFoundError(name, version);
    return found;
  };
  return [
    route(SERVERS, (tenantId, { searchParams }) => registry.list(tenantId, listQuery(searchParams))),
    route(`${SERVERS}/:name/versions`, async (tenantId, asked) => ({
      servers: [await entry(tenantId, asked)],
      metadata: { count: 1 },
    })),
    route(`${SERVERS}/:name/versions/:version`, entry),
  ];
}

interface Asked {
  readonly name: string;
  readonly version: string;
  readonly searchParams: URLSearchParams;
}
