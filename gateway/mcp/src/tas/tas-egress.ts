import { isRecord, type JsonValue } from '@aether/schema';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import { ToolInterruptedError, ToolRefusedError } from '../errors.ts';
import { type HttpEgressOptions, sendRequest } from '../http-tools/http-egress.ts';
import { guardedProblem } from '../quarantine/guarded-problem.ts';
import { faultOfStatus } from '../upstream/name-fault.ts';

/** Of what is said about a failure. */
const REASON_CHARACTERS = 2_000;

export interface TasRequest {
  readonly url: string;
  /** Sent as JSON by POST; null = GET. */
  readonly body: JsonValue;
  readonly headers: Readonly<Record<string, string>>;
  /** It calls a tool, so it may have had its effect. */
  readonly isCall: boolean;
  readonly maximumBytes: number;
  readonly signal: AbortSignal;
}

export interface TasAnswer {
  /** Parsed from JSON. */
  readonly answer: unknown;
  readonly bytes: number;
}

/**
 * Asks a TAS-MCP or a bridge, which answers JSON.
 * @throws PlatformError
 * @throws ProtocolError when it says `{"error"}`, which is what an error of JSON-RPC is from others
 */
export async function askTas(egress: HttpEgressOptions, request: TasRequest): Promise<TasAnswer> {
  const { server } = egress;
  const { body: sent, isCall, headers, ...where } = request;
  const { response, body } = await sendRequest(egress, {
    ...where,
    method: sent === null ? 'GET' : 'POST',
    // The older services of TAS take no "; charset" behind it.
    headers: {
      ...headers,
      accept: 'application/json',
      ...(sent === null ? {} : { 'content-type': 'application/json' }),
    },
    body: sent === null ? null : JSON.stringify(sent),
    // Whatever kind the credential is, it is a bearer token.
    credentialHeader: null,
  });
  const { status } = response;
  const text = new TextDecoder().decode(body);
  const answer = jsonOf(text);
  if (response.ok && answer !== undefined) return { answer, bytes: body.byteLength };
  const said = reasonOf(answer, text);
  if (status >= 300 && status < 400 && isCall)
    throw new ToolInterruptedError(
      server,
      undefined,
      `it answered ${status}: it leads elsewhere, which is not followed`,
    );
  if (response.ok) {
    const problem = `it answered with something that is no JSON${said === '' ? '' : `: ${said}`}`;
    throw isCall ? new ToolInterruptedError(server, undefined, problem) : new ToolRefusedError(server, problem);
  }
  if (status === 404 && !isCall)
    throw new ToolRefusedError(
      server,
      `it answered 404 at ${new URL(request.url).pathname}: it is not at this address.`,
    );
  const isOwnError = (status === 400 || status === 422 || status === 500) && isRecord(answer) && 'error' in answer;
  if (isOwnError) {
    const code = status === 500 ? ProtocolErrorCode.InternalError : ProtocolErrorCode.InvalidRequest;
    throw new ProtocolError(code, said === '' ? `it answered ${status}` : said);
  }
  throw faultOfStatus(status, { server, sent: isCall, said });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `{"error": "…"}`, `{"error": {"message": "…"}}`, or what stands there as text; of a page only what is not markup. */
function reasonOf(answer: unknown, text: string): string {
  const error = isRecord(answer) ? answer['error'] : undefined;
  const message = isRecord(error) ? error['message'] : error;
  const plain =
    typeof message === 'string' ? message : text.slice(0, 4 * REASON_CHARACTERS).replaceAll(/<[^>]*>/gu, ' ');
  return guardedProblem(plain.slice(0, REASON_CHARACTERS).replaceAll(/\s+/gu, ' ').trim());
}
