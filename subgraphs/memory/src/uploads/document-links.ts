import { signLink, verifyLink } from '@aether/common/security';
import type { Clock } from '@aether/common/service';
import { LinkInvalidError } from '@aether/common/security';

const LIFETIME_MS = 15 * 60 * 1_000; // 15 minutes

/** A link and when it ends. */
export interface SignedLink {
  readonly url: string;
  readonly expiresAt: Date;
}

/** Links to bytes: whoever has one may do that one thing for some minutes, without a session. They name the tenant. */
export class DocumentLinks {
  readonly #options: { readonly secret: Uint8Array; readonly publicUrl: string; readonly clock: Clock };

  constructor(options: { readonly secret: Uint8Array; readonly publicUrl: string; readonly clock: Clock }) {
    this.#options = options;
  }

  /** To PUT the bytes of an upload to. */
  toUpload(tenantId: string, uploadId: string): SignedLink {
    return this.#sign('PUT', tenantId, uploadId);
  }

  /** To GET the original of a document from. */
  toOriginal(tenantId: string, documentId: string): SignedLink {
    return this.#sign('GET', tenantId, documentId);
  }

  /** @throws LinkInvalidError */
  tenantOf(request: Request): string {
    const { secret, clock } = this.#options;
    const { tenant } = verifyLink({
      secret,
      method: request.method === 'HEAD' ? 'GET' : request.method,
      url: request.url,
      now: clock.now(),
    });
    if (tenant === undefined) throw new LinkInvalidError();
    return tenant;
  }

  #sign(method: 'GET' | 'PUT', tenantId: string, id: string): SignedLink {
    const { secret, publicUrl, clock } = this.#options;
    const expiresAt = new Date(clock.now().getTime() + LIFETIME_MS);
    return {
      url: `${publicUrl}${signLink({ secret, method, path: `/uploads/${id}`, expiresAt, claims: { tenant: tenantId } })}`,
      expiresAt,
    };
  }
}
