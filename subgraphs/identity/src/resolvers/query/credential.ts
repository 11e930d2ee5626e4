import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import type { CredentialRecord } from '../../credential.ts';
import { loadCredential } from '../../loaders.ts';
import { Credential } from '../../types/credential.ts';

@Resolver()
export class CredentialResolver {
  @Permission('credential:read')
  @Query(() => Credential, { nullable: true })
  credential(@Arg('id', () => ID) id: string, @Ctx() context: IdentityContext): Promise<CredentialRecord | null> {
    return loadCredential(context, id);
  }
}
