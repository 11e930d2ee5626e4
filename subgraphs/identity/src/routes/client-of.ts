import { CLIENT_ADDRESS_HEADER, type RouteCall } from '@aether/common/service';
import type { Client } from '../access/sign-in.ts';

/** Where a request comes from, for the session list, the audit log and the rate limits. */
export function clientOf(request: Request, call: RouteCall): Client {
  return {
    userAgent: request.headers.get('user-agent'),
    ipAddress: request.headers.get(CLIENT_ADDRESS_HEADER),
    requestId: call.context.requestId,
  };
}
