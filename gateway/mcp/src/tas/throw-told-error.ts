import { isRecord } from '@aether/schema';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';

/** Throws what a 200 tells as an error: `{"error": {"code": -1, "message"}}` of a TAS-MCP, `{"error": "…"}` of a bridge. @throws ProtocolError */
export function throwToldError(answer: unknown): void {
  const error = isRecord(answer) ? answer['error'] : null;
  if (error == null) return;
  const { code, message } = isRecord(error) ? error : { code: null, message: error };
  throw new ProtocolError(
    typeof code === 'number' ? code : ProtocolErrorCode.InternalError,
    typeof message === 'string' && message !== '' ? message : 'it failed, and does not say why',
  );
}
