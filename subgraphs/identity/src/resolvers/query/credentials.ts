import { type Connection, pageRequest, Permission, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import type { CredentialRecord } from '../../credential.ts';
import { CredentialConnection } from '../../types/credential-connection.ts';
import { CredentialFilter } from '../../types/credential-filter.ts';

@Resolver()
export class CredentialsResolver {
  @Permission('credential:read')
  @Query(() => CredentialConnection)
  async credentials(
    @Arg('filter', () => CredentialFilter, { nullable: true }) filter: CredentialFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: IdentityContext,
  ): Promise<Connection<CredentialRecord>> {
    const page = pageRequest({ first, after });
    const credentials = await context.parts.credentials.page(requireViewer(context), { ...filter }, page);
    return toConnection(credentials, page, (credential) => [credential.name.toLowerCase(), credential.id]);
  }
}
