import { z } from 'zod';

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export type HttpMethod = (typeof HTTP_METHODS)[number];

/** What a repeated request of each method does, unless the specification knows better. */
export const EFFECT_OF_METHOD = {
  GET: 'READ',
  PUT: 'IDEMPOTENT',
  DELETE: 'IDEMPOTENT',
  POST: 'ONCE',
  PATCH: 'ONCE',
} as const satisfies Record<HttpMethod, 'READ' | 'IDEMPOTENT' | 'KEYED' | 'ONCE'>;

/** The host is written out, so that nothing that a run sees can lead a request, or a credential, elsewhere. */
export const httpAddress = z
  .string()
  .max(2_000)
  .regex(
    /^https?:\/\/[^\s/?#@{}\\]+(?:[/?][^\s#\\]*)?$/,
    'must be an http(s) address with its host written out, without user, password and fragment',
  );

/** Name of a credential of the vault. The value is added when the request leaves, and only to hosts that the credential names. */
export const credentialName = z.string().min(1).max(120);

/** What every request to an address of other people says. */
export const httpCall = {
  method: z.enum(HTTP_METHODS).default('GET'),
  url: httpAddress.describe('The address. `{name}` in its path is filled in.'),
  headers: z
    .record(z.string().regex(/^[a-z][a-z0-9-]{0,63}$/), z.string().max(1_000))
    .default({})
    .describe('Headers by name in lower case. Never a secret: name a credential instead.'),
  credential: credentialName.optional().describe('Name of a credential whose hosts include that of the address.'),
  effect: z
    .enum(['READ', 'IDEMPOTENT', 'KEYED', 'ONCE'])
    .optional()
    .describe(
      'What a repeated request does. @default GET: READ, PUT and DELETE: IDEMPOTENT, POST and PATCH: ONCE. KEYED for receivers that know `Idempotency-Key`.',
    ),
  price: z
    .int()
    .min(0)
    .optional()
    .describe('What one request costs, in nano-US-dollars: reserved in the budgets before it is sent.'),
  approval: z.enum(['NEVER', 'WRITES', 'ALWAYS']).default('WRITES').describe('When a person is asked before.'),
  timeoutMs: z.int().min(1_000).max(600_000).default(30_000),
  maximumBytes: z.int().min(1_024).max(4_194_304).default(1_048_576).describe('A longer answer fails the request.'),
} as const;
