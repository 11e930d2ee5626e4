import { hashToken, newSecret } from '@aether/common/security';
import type { IdSource } from '@aether/schema';
import type { Change } from '../db/identity-changes.ts';
import type { LinkStore } from '../db/link-store.ts';
import { linkEnd, type LinkPurpose } from '../sign-in-link.ts';

export interface SignInLinksOptions {
  readonly links: LinkStore;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
  readonly pepper: Uint8Array;
  readonly publicUrl: string;
  readonly hours: number;
}

/** Makes one-time links. The secret is in the address only; what is stored is its keyed hash. */
export class SignInLinks {
  readonly #options: SignInLinksOptions;

  constructor(options: SignInLinksOptions) {
    this.#options = options;
  }

  /** A new secret and its address; made before the transaction, which may run twice. */
  prepare(): { readonly token: string; readonly url: string } {
    const token = newSecret(this.#options.random);
    return { token, url: `${this.#options.publicUrl}/auth/link/${token}` };
  }

  /** Stores the link in the transaction of what it is for; earlier links of the person end. */
  async create(
    change: Change,
    link: { readonly userId: string; readonly token: string; readonly purpose: LinkPurpose },
  ): Promise<void> {
    const { links, ids, pepper, hours } = this.#options;
    await links.create(change, {
      id: ids('lnk'),
      userId: link.userId,
      tokenHash: hashToken(link.token, pepper),
      purpose: link.purpose,
      expiresAtMs: linkEnd(link.purpose, change.nowMs, hours),
    });
  }
}
