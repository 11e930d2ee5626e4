import { isRecord, type JsonObject } from '@aether/schema';
import type { TasProtocol, TasQuestion } from './tas-protocol.ts';
import { throwToldError } from './throw-told-error.ts';

/**
 * A server that is registered in a TAS-MCP: `POST …/servers/{id}/invoke` with a method of MCP. It answers 200 with `{id, result}`, and with
 * `{id, error: {code: -1, message}}` when its own call failed (tas-mcp, README of 2026-08-26). A server over "http" there is asked without a cursor.
 * @param address of the server in the TAS-MCP
 */
export function federationProtocol(address: string): TasProtocol {
  const invoke = (method: string, params: JsonObject): TasQuestion => ({
    url: `${address}/invoke`,
    body: { id: '1', method, params },
  });
  return {
    headers: {},
    list: (cursor) => invoke('tools/list', cursor === null ? {} : { cursor }),
    call: (name, given) => invoke('tools/call', { name, arguments: given }),
    resultOf(answer) {
      throwToldError(answer);
      return isRecord(answer) ? answer['result'] : undefined;
    },
  };
}
