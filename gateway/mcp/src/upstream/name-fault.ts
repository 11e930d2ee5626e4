import { PlatformError } from '@aether/common/service';
import type { ErrorCode } from '@aether/schema';
import {
  InsufficientScopeError,
  ProtocolError,
  ProtocolErrorCode,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import {
  ToolInterruptedError,
  ToolRefusedError,
  ToolResultTooLargeError,
  ToolServerBusyError,
  ToolServerUnavailableError,
  ToolTimeoutError,
  ToolUnauthorizedError,
} from '../errors.ts';
import { guardedProblem } from '../quarantine/guarded-problem.ts';
import type { UpstreamLimits } from './upstream-limits.ts';

/** JSON-RPC errors by which a server says that it did not take the call at all. */
const NOT_TAKEN: readonly number[] = [
  ProtocolErrorCode.ParseError,
  ProtocolErrorCode.InvalidRequest,
  ProtocolErrorCode.MethodNotFound,
  ProtocolErrorCode.InvalidParams,
];
/** The SDKs give the same codes to a result that does not fit its schema: then the tool has run. */
const ABOUT_RESULT = /output schema|output validation|structured content/iu;

/** What went wrong with a server, under the code that says what may be done about it. */
export function nameFault(
  error: unknown,
  { server, limits, sent }: { readonly server: string; readonly limits: UpstreamLimits; readonly sent: boolean },
): PlatformError {
  if (error instanceof PlatformError) return nameFetchFault(error, server, limits, sent);
  if (error instanceof ProtocolError) {
    const problem = guardedProblem(error.message);
    const isTaken = !NOT_TAKEN.includes(error.code) || ABOUT_RESULT.test(error.message);
    return sent && isTaken
      ? new ToolInterruptedError(server, error, problem)
      : new ToolRefusedError(server, problem, error);
  }
  // Of a credential that no sign-in widens, or without the scopes that are missing.
  if (error instanceof UnauthorizedError || error instanceof InsufficientScopeError)
    return new ToolUnauthorizedError(server, error);
  if (error instanceof SdkHttpError) return nameStatus(error, server, sent);
  if (error instanceof SdkError) {
    if (error.code === SdkErrorCode.RequestTimeout)
      return new ToolTimeoutError(server, sent ? limits.callMs : limits.connectMs);
    if (error.code === SdkErrorCode.ListPaginationExceeded)
      return new ToolRefusedError(server, 'its list has no end: each page names another one.', error);
    if (error.code === SdkErrorCode.ConnectionClosed && sent) return new ToolInterruptedError(server, error);
    if (error.cause instanceof PlatformError) return nameFetchFault(error.cause, server, limits, sent);
  }
  const problem = error instanceof Error ? guardedProblem(error.message).slice(0, 500) : 'it failed';
  return sent
    ? new ToolInterruptedError(server, error, problem)
    : new ToolServerUnavailableError(server, problem, error);
}

/** Codes of what is refused here, before anything is sent. */
const NOT_SENT: readonly string[] = [
  'ADDRESS_REFUSED',
  'TOOL_ARGUMENTS_INVALID',
  'TOOL_NOT_APPROVED',
  'TOOL_NOT_FOUND',
  'CREDENTIAL_UNREADABLE',
  'CREDENTIAL_SCOPE',
  'FORBIDDEN',
  'TOOL_REFUSED',
  'TOOL_UNAUTHORIZED',
  'NEEDS_AUTH',
  'TOOL_SERVER_UNAVAILABLE',
] satisfies readonly ErrorCode[];

function nameFetchFault(error: PlatformError, server: string, limits: UpstreamLimits, sent: boolean): PlatformError {
  switch (error.code) {
    case 'PAYLOAD_TOO_LARGE':
      return new ToolResultTooLargeError(server, limits.resultBytes);
    case 'DEADLINE_EXCEEDED':
      return new ToolTimeoutError(server, limits.callMs);
    case 'UNAVAILABLE':
      // A connection that was never made has sent nothing.
      return isRefusedConnection(error)
        ? new ToolServerUnavailableError(server, error.message, error)
        : new ToolInterruptedError(server, error);
    case 'TOOL_TIMEOUT':
    case 'TOOL_RESULT_TOO_LARGE':
    case 'TOOL_INTERRUPTED':
      return error;
    default:
      return sent && !NOT_SENT.includes(error.code) ? new ToolInterruptedError(server, error, error.message) : error;
  }
}

function isRefusedConnection(error: PlatformError): boolean {
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  return (
    typeof code === 'string' &&
    /^(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/u.test(code)
  );
}

function nameStatus(error: SdkHttpError, server: string, sent: boolean): PlatformError {
  return faultOfStatus(error.status, { server, sent, cause: error });
}

export interface AnsweredStatus {
  readonly server: string;
  readonly sent: boolean;
  readonly cause?: unknown;
  /** What came with the status, as it may be told. */
  readonly said?: string;
}

/** What a status says about the request that it answers. */
export function faultOfStatus(
  status: number | undefined,
  { server, sent, cause, said = '' }: AnsweredStatus,
): PlatformError {
  const problem = said === '' ? `it answered ${status}` : `it answered ${status}: ${said}`;
  if (status === 401 || status === 403) return new ToolUnauthorizedError(server, cause);
  if (status === 429) return new ToolServerBusyError(server, problem, cause);
  // The session is gone: nothing was called. A 503 says so only of a connection; in the middle of a call it also
  // comes from a proxy whose server vanished with the call.
  if (status === 404 || (status === 503 && !sent)) return new ToolServerUnavailableError(server, problem, cause);
  // The call may have reached the tool: a proxy lost patience, or the server failed while it was at it.
  if (sent && (status === undefined || status < 300 || status === 408 || status >= 500))
    return new ToolInterruptedError(server, cause, problem);
  return new ToolRefusedError(server, problem, cause);
}
