import { localhostAllowedHostnames } from '@modelcontextprotocol/server';
import { ClientOriginRefusedError } from '../errors.ts';

/**
 * A page of another site may have resolved its own name to our address (DNS rebinding), and would then send requests as if it were ours.
 * Programs send no origin.
 * @throws ClientOriginRefusedError
 */
export function refuseForeignPage(request: Request, allowed: readonly string[]): void {
  const origin = request.headers.get('origin');
  if (origin === null) return;
  const url = URL.canParse(origin) ? new URL(origin) : null;
  if (url === null || !(localhostAllowedHostnames().includes(url.hostname) || allowed.includes(url.origin)))
    throw new ClientOriginRefusedError(origin);
}
