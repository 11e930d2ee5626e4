import type { TasProtocol } from './tas-protocol.ts';
import { throwToldError } from './throw-told-error.ts';

/**
 * A bridge of tas-mcp-servers: `GET /mcp/tools/list` and `POST /mcp/tools/call` in plain JSON, no JSON-RPC (bridge/src/server.js there).
 * @param address of the bridge
 * @param tenantId told as `X-Tenant-ID`, which a bridge hands on to its tools
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
