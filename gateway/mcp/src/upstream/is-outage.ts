import { PlatformError } from '@aether/common/service';
import { ProtocolError } from '@modelcontextprotocol/client';
import { saysNothingOfConnection } from './says-nothing-of-connection.ts';

const OUTAGES: readonly string[] = [
  'TOOL_SERVER_UNAVAILABLE',
  'TOOL_INTERRUPTED',
  'TOOL_TIMEOUT',
  'TOOL_RESULT_TOO_LARGE',
];

/** Whether a failure counts against its server. One that answers, even with an error of its own, is there. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof PlatformError) || saysNothingOfConnection(error)) return false;
  return OUTAGES.includes(error.code) && !(error.cause instanceof ProtocolError);
}
