import { newSecret } from '@aether/common/security';
import { type Clock, NotFoundError } from '@aether/common/service';
import { isConstraintViolation } from '@aether/common/graph';
import type { IdSource } from '@aether/schema';
import { systemCause } from '../cause.ts';
import type { IdentityConfig } from '../config.ts';
import type { IdentityChanges } from '../db/identity-changes.ts';
import type { LinkStore } from '../db/link-store.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { DemoState } from '../demo-state.ts';
import { normalizedEmail, parseEmail } from '../email-address.ts';
import { LinkPurpose } from '../sign-in-link.ts';
import { slugOfName } from '../tenant.ts';
import { checkName } from '../text-rules.ts';
import type { SignInLinks } from './sign-in-links.ts';

export interface NewTenantInput {
  readonly name: string;
  readonly ownerEmail: string;
  /** @default the part of the address before the @ */
  readonly ownerName?: string;
}

export interface CreatedTenant {
  readonly tenantId: string;
  readonly ownerId: string;
  /** Signs the owner in, once. */
  readonly signInUrl: string;
}

export interface FirstTenant {
  /** Whether this call made the tenant. */
  readonly created: boolean;
  readonly tenantId: string;
  readonly ownerId: string;
  /** Null when an owner can sign in already. */
  readonly signInUrl: string | null;
  /** Null when the tenant was made without a demo. */
  readonly demo: DemoState | null;
}

export interface TenantsOptions {
  readonly tenants: TenantStore;
  readonly links: LinkStore;
  readonly signInLinks: SignInLinks;
  readonly changes: IdentityChanges;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
  readonly first: IdentityConfig['firstTenant'];
}

/** What an operator does without being signed in: make tenants, and let their owners in. */
export class Tenants {
  readonly #options: TenantsOptions;

  constructor(options: TenantsOptions) {
    this.#options = options;
  }

  /** @throws ValidationError for a name or address that cannot be one */
  async create(input: NewTenantInput): Promise<CreatedTenant> {
    const suffix = newSecret(this.#options.random, 6).toLowerCase();
    return this.#create(input, `${slugOfName(input.name)}-${suffix}`, LinkPurpose.signIn);
  }

  /**
   * On an empty database: a tenant, its owner, and a link that lives until it is used. Later: a fresh link as long as no owner
   * has a password or an open session, so a lost terminal locks nobody out.
   * @param wants.demo whether a tenant that this call makes shall get the demo; an older one is as it was made
   */
  async ensureFirst(wants: { readonly demo: boolean } = { demo: false }): Promise<FirstTenant> {
    const { first } = this.#options;
    const found = await this.#linkToFirst();
    if (found !== null) return found;
    try {
      const demo = wants.demo ? DemoState.unfinished : null;
      return { ...(await this.#create(first, 'first', LinkPurpose.firstRun, demo)), created: true, demo };
    } catch (error) {
      // Another process was first: the slug of the first tenant is taken.
      const theirs = isConstraintViolation(error) ? await this.#linkToFirst() : null;
      if (theirs === null) throw error;
      return theirs;
    }
  }

  /**
   * A fresh one-time link, for the owner of the first tenant or for a person by address.
   * @throws NotFoundError when there is no such person
   */
  async signInLink(email?: string): Promise<string> {
    const { tenants, links, clock } = this.#options;
    if (email !== undefined) {
      const account = await links.accountOfEmail(normalizedEmail(email));
      if (account === null) throw new NotFoundError('person', email);
      return this.#link(account.tenantId, account.userId, LinkPurpose.signIn);
    }
    const first = await tenants.first(clock.now().getTime());
    if (first === null) throw new NotFoundError('tenant', 'first');
    return this.#link(first.tenantId, first.ownerId, LinkPurpose.signIn);
  }

  /** The launcher made the whole demo: no later start goes on with it. */
  async finishDemo(tenantId: string): Promise<void> {
    const { tenants, changes } = this.#options;
    await changes.change(systemCause(tenantId), (change) => tenants.setDemo(change, DemoState.finished));
  }

  async #create(
    input: NewTenantInput,
    slug: string,
    purpose: LinkPurpose,
    demo: DemoState | null = null,
  ): Promise<CreatedTenant> {
    const { tenants, signInLinks, changes, ids } = this.#options;
    const [tenantId, ownerId] = [ids('tnt'), ids('usr')];
    const name = checkName(input.name);
    const ownerEmail = parseEmail(input.ownerEmail, ['ownerEmail']);
    const ownerName = checkName(input.ownerName ?? ownerEmail.split('@')[0] ?? ownerEmail, ['ownerName']);
    const { token, url } = signInLinks.prepare();
    await changes.change(systemCause(tenantId), async (change) => {
      await tenants.create(change, { name, slug, ownerId, ownerEmail, ownerName, demo });
      await signInLinks.create(change, { userId: ownerId, token, purpose });
      change.tell('tenant-created', { subject: tenantId, after: { name, slug, ownerId } });
    });
    return { tenantId, ownerId, signInUrl: url };
  }

  /** Null on an empty database. */
  async #linkToFirst(): Promise<FirstTenant | null> {
    const { tenants, clock } = this.#options;
    const found = await tenants.first(clock.now().getTime());
    if (found === null) return null;
    const { tenantId, ownerId, reachable, demo } = found;
    const signInUrl = reachable ? null : await this.#link(tenantId, ownerId, LinkPurpose.firstRun);
    return { created: false, tenantId, ownerId, signInUrl, demo };
  }

  async #link(tenantId: string, userId: string, purpose: LinkPurpose): Promise<string> {
    const { signInLinks, changes } = this.#options;
    const { token, url } = signInLinks.prepare();
    await changes.change(systemCause(tenantId), (change) => signInLinks.create(change, { userId, token, purpose }));
    return url;
  }
}
