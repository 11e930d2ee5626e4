import { ForbiddenError, Permission, requireViewer, SERVICE_ONLY } from '@aether/common/service';
import { INTERNAL_OPERATIONS } from '@aether/schema';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { statusOf } from '../../credential.ts';
import { CredentialScopeError } from '../../errors.ts';
import { SealedCredential } from '../../types/sealed-credential.ts';
import { sealFor, STORED } from '../../vault-places.ts';

const READERS: readonly string[] = INTERNAL_OPERATIONS.CredentialForHost.callers;

@Resolver()
export class CredentialForHostResolver {
  /**
   * Whoever writes an agent chooses the address and what is sent there, so the credential itself says which hosts may receive it, and a
   * private one goes only with agents of its owner: whoever runs the agent of a colleague lends it nothing.
   */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => SealedCredential, {
    nullable: true,
    description:
      'Service only: the sealed secret that an agent names, for a host among its scopes. The person’s own one where the agent is theirs, else one that is shared.',
  })
  async credentialForHost(
    @Arg('name', () => String) name: string,
    @Arg('host', () => String) host: string,
    @Arg('agentId', () => ID) agentId: string,
    @Arg('ownsAgent', () => Boolean, { description: 'Whether the agent is the person’s own.' }) ownsAgent: boolean,
    @Ctx() context: IdentityContext,
  ): Promise<SealedCredential | null> {
    const { credentials, vault, uses, clock } = context.parts;
    const viewer = requireViewer(context);
    const caller = context.caller ?? '';
    if (!READERS.includes(caller))
      throw new ForbiddenError(SERVICE_ONLY, { reason: `The service "${caller}" reads no credentials.` });
    const named = (await credentials.named(viewer, name, ownsAgent)).filter(
      (each) => statusOf(each, clock.now()) === 'ACTIVE',
    );
    const [usable] = named
      .filter(({ scopes }) => scopes.includes(host))
      .toSorted((left, right) => Number(right.ownerId === viewer.userId) - Number(left.ownerId === viewer.userId));
    if (usable === undefined && named.length > 0) throw new CredentialScopeError(name, host);
    const found = usable === undefined ? null : await credentials.sealed(viewer.tenantId, usable.id);
    if (found === null) return null;
    const { id, kind, version, scopes, expiresAt } = found.credential;
    const purpose = `Agent:${agentId}`;
    const place = { tenantId: viewer.tenantId, recordId: id, version, purpose };
    const sealed = await sealFor(vault, place, await vault.unseal({ ...place, purpose: STORED }, found.sealed));
    const use = { objectType: 'Agent', objectId: agentId, name: agentId };
    uses.credentialRead({ tenantId: viewer.tenantId, credentialId: id, ...use }, clock.now());
    return { id, kind, version, ...sealed, scopes, resource: null, expiresAt };
  }
}
