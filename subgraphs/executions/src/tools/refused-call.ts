import { PlatformError } from '@aether/common/service';
import { ToolOutcomeUnknownError } from '@aether/runtime';
import { type ErrorCode, isErrorCode, isRecord } from '@aether/schema';
import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ErrorCode as McpErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { wasNotCalled } from '../effects-of.ts';
import { ToolFailedError, ToolGatewayUnavailableError } from './errors.ts';

/** JSON-RPC errors by which a server says that it did not take the call at all. */
const NOT_TAKEN: readonly number[] = [
  McpErrorCode.InvalidParams,
  McpErrorCode.MethodNotFound,
  McpErrorCode.InvalidRequest,
  McpErrorCode.ParseError,
];

const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/**
 * What went wrong with a call, as one of our errors. Everything that leaves open whether the tool did something becomes
 * `ToolOutcomeUnknownError`.
 */
export function refusedCall(tool: string, error: unknown, phase: 'connecting' | 'calling'): PlatformError {
  if (error instanceof PlatformError) return error;
  const told = codeOf(error);
  if (told !== null && wasNotCalled(told.code)) {
    return new PlatformError(told.code, told.message, { facts: { tool, ...told.facts }, cause: error });
  }
  if (phase === 'connecting') return new ToolGatewayUnavailableError(tool, error);
  if (told !== null) return new ToolOutcomeUnknownError(tool, error, told.message);
  if (error instanceof McpError && NOT_TAKEN.includes(error.code)) return new ToolFailedError(tool, error.message);
  if (error instanceof StreamableHTTPError && isRefusal(error.code ?? 500))
    return new ToolFailedError(tool, error.message);
  return new ToolOutcomeUnknownError(tool, error);
}

/** Statuses by which a receiver says that it took nothing; 408 and 499 come when somebody lost patience in the middle. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 499;
}

interface Told {
  readonly code: ErrorCode;
  readonly message: string;
  /** `ownAccount`: the person of the run has to connect one. */
  readonly facts: { readonly ownAccount?: true };
}

/** The code that the gateway gave: in the data of a JSON-RPC error, or in the body of an HTTP error. */
function codeOf(error: unknown): Told | null {
  if (error instanceof McpError && isRecord(error.data) && isErrorCode(error.data['code']))
    return {
      code: error.data['code'],
      message: error.message.replace(/^MCP error -?\d+: /u, ''),
      facts: isRecord(error.data['facts']) && error.data['facts']['ownAccount'] === true ? { ownAccount: true } : {},
    };
  if (!(error instanceof StreamableHTTPError)) return null;
  const json = error.message.slice(error.message.indexOf('{'));
  try {
    const { code, message } = errorBody.parse(JSON.parse(json)).error;
    return isErrorCode(code) ? { code, message, facts: {} } : null;
  } catch {
    return null;
  }
}
