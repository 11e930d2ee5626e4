import { NotFoundError } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { IdentityContext } from '../context.ts';
import { type CredentialRecord, CredentialStatus, type CredentialUseRecord, statusOf } from '../credential.ts';
import { loadUser, loadUsesOf } from '../loaders.ts';
import { CredentialUse } from '../types/credential-use.ts';
import { Credential } from '../types/credential.ts';
import { ToolServer } from '../types/tool-server.ts';
import { User } from '../types/user.ts';
import type { UserRecord } from '../user.ts';

@Resolver(() => Credential)
export class CredentialFields {
  @FieldResolver(() => User)
  async owner(@Root() credential: CredentialRecord, @Ctx() context: IdentityContext): Promise<UserRecord> {
    const owner = await loadUser(context, credential.ownerId);
    if (owner === null) throw new NotFoundError('person', credential.ownerId);
    return owner;
  }

  @FieldResolver(() => ToolServer, {
    nullable: true,
    description:
      "Of a person's own account: the only server that gets it, in the calls of its owner. Null = it is none.",
  })
  toolServer(@Root() { toolServerId }: CredentialRecord): ToolServer | null {
    return toolServerId === null ? null : { id: toolServerId };
  }

  @FieldResolver(() => CredentialStatus)
  status(@Root() credential: CredentialRecord, @Ctx() context: IdentityContext): CredentialStatus {
    return statusOf(credential, context.parts.clock.now());
  }

  @FieldResolver(() => [CredentialUse])
  usedBy(
    @Root() credential: CredentialRecord,
    @Ctx() context: IdentityContext,
  ): Promise<readonly CredentialUseRecord[]> {
    return loadUsesOf(context, credential.id);
  }
}
