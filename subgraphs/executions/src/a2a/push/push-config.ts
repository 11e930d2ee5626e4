import type { TaskPushNotificationConfig } from '@a2a-js/sdk';
import { RequestMalformedError } from '@a2a-js/sdk/errors';
import { checkUrl, type SafeFetchPolicy } from '@aether/common/security';
import { z } from 'zod';

/** What a client asks for, checked. */
export interface PushConfig {
  /** Null = the client gave no name. */
  readonly configId: string | null;
  readonly url: string;
  /** Of HTTP authentication; null = none. */
  readonly scheme: string | null;
  readonly secrets: PushSecrets;
}

/** What an address knows us by. */
export const pushSecretsSchema = z.object({ token: z.string(), credentials: z.string() });

/** Empty = there is none. */
export type PushSecrets = z.infer<typeof pushSecretsSchema>;

/** What a header may carry (RFC 9110, field-value, without obs-text). */
const headerText = (length: number) =>
  z
    .string()
    .max(length)
    .regex(/^(?:[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?)?$/u, 'must be visible ASCII');

const schema = z.object({
  id: z
    .string()
    .max(128)
    .regex(/^[\w.~-]*$/u, 'must be letters, digits, ".", "_", "~" or "-"'),
  url: z.url().max(2_048),
  token: headerText(4_096),
  authentication: z
    .object({
      // A token of RFC 9110.
      scheme: z
        .string()
        .max(64)
        .regex(/^[!#$%&'*+.^_`|~\w-]+$/u, 'must be the name of a scheme, such as "Bearer"'),
      credentials: headerText(8_192).min(1),
    })
    .optional(),
});

/**
 * @throws RequestMalformedError for what cannot be sent
 * @throws AddressRefusedError for an address that is never called: http, private, with a password in it
 */
export function readPushConfig(asked: TaskPushNotificationConfig, policy: SafeFetchPolicy): PushConfig {
  const read = schema.safeParse(asked);
  if (!read.success) {
    const [problem] = read.error.issues;
    throw new RequestMalformedError(
      `The push notification configuration cannot be used: ${problem?.path.join('.') ?? ''} ${problem?.message ?? ''}.`,
    );
  }
  const { id, url, token, authentication } = read.data;
  checkUrl(new URL(url), policy);
  return {
    configId: id === '' ? null : id,
    url,
    scheme: authentication?.scheme ?? null,
    secrets: { token, credentials: authentication?.credentials ?? '' },
  };
}
