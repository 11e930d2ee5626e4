import { errorResponse, type Logger } from '@aether/common/service';
import { OAuthRefusedError, TooManyAppRequestsError } from '../../authorization-server/errors.ts';

/** RFC 6749, 5.1: what holds a token is kept by nobody on the way. */
const HEADERS = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** An answer of a token or registration endpoint; failures in the form that clients know (RFC 6749, 5.2). */
export async function oauthAnswer(
  work: () => Promise<object | null>,
  {
    status = 200,
    requestId,
    logger,
  }: { readonly status?: number; readonly requestId: string; readonly logger: Logger },
): Promise<Response> {
  try {
    const body = await work();
    return body === null
      ? new Response(null, { status, headers: HEADERS })
      : Response.json(body, { status, headers: HEADERS });
  } catch (error) {
    if (error instanceof OAuthRefusedError)
      return Response.json(
        { error: error.error, error_description: error.message },
        { status: error.error === 'invalid_client' ? 401 : 400, headers: HEADERS },
      );
    if (!(error instanceof TooManyAppRequestsError)) return errorResponse(error, { requestId, logger });
    return Response.json(
      { error: 'temporarily_unavailable', error_description: error.message },
      { status: error.status, headers: { ...HEADERS, 'retry-after': String(Math.ceil(error.resetMs / 1_000)) } },
    );
  }
}
