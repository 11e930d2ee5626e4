import { ToolCredentialUnavailableError, ToolNeedsScopesError, ToolServerBusyError } from '../errors.ts';

/** Whether only the one request has failed: its server is there, and the others on the same connection go on as before. */
export function saysNothingOfConnection(error: unknown): boolean {
  return (
    error instanceof ToolNeedsScopesError ||
    error instanceof ToolServerBusyError ||
    error instanceof ToolCredentialUnavailableError
  );
}
