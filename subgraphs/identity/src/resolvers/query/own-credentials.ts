import { Permission, requireViewer } from '@aether/common/service';
import { Ctx, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import type { CredentialRecord } from '../../credential.ts';
import { Credential } from '../../types/credential.ts';

@Resolver()
export class OwnCredentialsResolver {
  @Permission('tool:use')
  @Query(() => [Credential], { description: "The viewer's own accounts at tool servers that are `credentialPerUser`." })
  async ownCredentials(@Ctx() context: IdentityContext): Promise<readonly CredentialRecord[]> {
    const { tenantId, userId } = requireViewer(context);
    return userId === null ? [] : context.parts.credentials.own(tenantId, userId);
  }
}
