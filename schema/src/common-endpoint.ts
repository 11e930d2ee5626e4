import { z } from 'zod';
import { httpAddress, httpCall } from './http-call.ts';

export const ENDPOINT_EXPRESSION_LENGTH = 2_000;
export const endpointExpression = z.string().min(1).max(ENDPOINT_EXPRESSION_LENGTH);
export const endpointFields = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), endpointExpression);

/** Without headers that follow a request to other hosts, those that the wire decides, and those that mean something else to whoever reads them. */
const CREDENTIAL_HEADER =
  /^(?!(?:accept|accept-language|content-type|user-agent|host|content-length|transfer-encoding|connection|cookie|idempotency-key|origin|referer|proxy-authorization|upgrade|te|trailer|expect)$)[a-z][a-z0-9-]{0,63}$/;

const { url, headers, credential, price, approval, timeoutMs, maximumBytes } = httpCall;

/** What every way of speaking to another system has, whether it goes over the network or not. */
export const endpointLimits = {
  price: price.describe(
    'What one call costs, in nano-US-dollars: reserved in the budgets before it is made. Without it the cost of a run is not known.',
  ),
  approval: approval.unwrap().default('NEVER').describe('When a person is asked before.'),
  timeoutMs: timeoutMs.unwrap().default(60_000),
  maximumBytes,
  response: endpointExpression
    .optional()
    .describe(
      'CEL over `response` and `inputs`: the output of the agent, for example {"answer": response.body.text}. @default what the protocol answers',
    ),
} as const;

export const credentialHeader = z
  .string()
  .regex(CREDENTIAL_HEADER, 'must be the name of a header in lower case, and one that may carry a secret')
  .optional()
  .describe('Header of a credential of kind API_KEY. @default x-api-key');

/** What every endpoint on the network has. */
export const commonEndpoint = {
  url,
  headers,
  credential,
  credentialHeader,
  ...endpointLimits,
  health: z
    .strictObject({
      url: httpAddress.optional().describe('Asked with GET. @default what the protocol offers'),
      timeoutMs: z.int().min(500).max(30_000).default(5_000),
    })
    .prefault({})
    .describe('How to ask whether it works.'),
} as const;
