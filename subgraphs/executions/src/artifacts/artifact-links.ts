import { createHmac } from 'node:crypto';
import { LinkInvalidError, signLink, verifyLink } from '@aether/common/security';
import type { Clock } from '@aether/common/service';

const LIFETIME_MS = 15 * 60 * 1_000; // 15 minutes

/** Links to the bytes of artifacts: whoever has one may read that one file for some minutes, without a session. They name the tenant. */
export class ArtifactLinks {
  readonly #secret: Uint8Array;
  readonly #clock: Clock;

  /** @param options.key shared by all processes of this service; the secret of links is derived from it */
  constructor(options: { readonly key: Uint8Array; readonly clock: Clock }) {
    this.#secret = createHmac('sha256', options.key).update('links to artifacts v1').digest();
    this.#clock = options.clock;
  }

  to(tenantId: string, artifactId: string): string {
    const expiresAt = new Date(this.#clock.now().getTime() + LIFETIME_MS);
    const path = `/artifacts/${artifactId}`;
    return signLink({ secret: this.#secret, method: 'GET', path, expiresAt, claims: { tenant: tenantId } });
  }

  /** @throws LinkInvalidError */
  tenantOf(request: Request): string {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const { tenant } = verifyLink({ secret: this.#secret, method, url: request.url, now: this.#clock.now() });
    if (tenant === undefined) throw new LinkInvalidError();
    return tenant;
  }
}
