import type { TasProtocol } from './tas-protocol.ts';
import { throwToldError } from './throw-told-error.ts';

/**
 * A bridge of tas-mcp-servers: `GET /mcp/tools/list` and `POST /mcp/tools/call` in plain JSON, no JSON-RPC (bridge/src/server.js there).
 * @param address of the bridge
 * @param tenantId told as `X-Tenant-ID`. Bridges up to v2.1 let it pass and do not read it: one bridge is one set of data, for everybody who may call it
 */
export function bridgeProtocol(address: string, tenantId: string): TasProtocol {
  const base = address.replace(/\/+$/u, '');
  return {
    headers: { 'x-tenant-id': tenantId },
    list: () => ({ url: `${base}/mcp/tools/list`, body: null }),
    call: (name, given) => ({ url: `${base}/mcp/tools/call`, body: { name, arguments: given } }),
    resultOf(answer) {
      throwToldError(answer);
      return answer;
    },
  };
}
