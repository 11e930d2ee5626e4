import { isRecord, type JsonObject } from '@aether/schema';
import { TasPlaceholderError } from '../errors.ts';
import { isPlaceholder } from './is-placeholder.ts';
import type { TasMethod, TasProtocol, TasQuestion } from './tas-protocol.ts';
import { throwToldError } from './throw-told-error.ts';

/**
 * A server that is registered in a TAS-MCP: `POST …/servers/{id}/invoke` with a method of MCP. It answers 200 with `{id, result}`, and with
 * `{id, error: {code: -1, message}}` when its own call failed (tas-mcp, README of 2026-08-26). A server over "http" there is asked without a cursor.
 * @param server slug here
 * @param address of the server in the TAS-MCP
 */
export function federationProtocol(server: string, address: string): TasProtocol {
  const invoke = (method: TasMethod, params: JsonObject): TasQuestion => ({
    url: `${address}/invoke`,
    body: { id: '1', method, params },
  });
  return {
    headers: {},
    list: (cursor) => invoke('tools/list', cursor === null ? {} : { cursor }),
    call: (name, given) => invoke('tools/call', { name, arguments: given }),
    resultOf(answer, method) {
      throwToldError(answer);
      const result = isRecord(answer) ? answer['result'] : undefined;
      if (isPlaceholder(result, method)) throw new TasPlaceholderError(server);
      return result;
    },
  };
}
