import { InternalTokens } from '@aether/common/security';

/** Tokens of all services and clients of a test; every instance signs with the same secret. */
export function testTokens(): InternalTokens {
  return new InternalTokens({
    secret: new TextEncoder().encode('a secret that only tests know'),
    now: () => new Date(),
  });
}
