import { Permission, SERVICE_ONLY } from '@aether/common/service';
import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { PrincipalRecord } from '../../access/principal.ts';
import type { IdentityContext } from '../../context.ts';
import { Principal } from '../../types/principal.ts';

@Resolver()
export class AuthenticateResolver {
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => Principal, {
    nullable: true,
    description: 'Service only: who a session or API key stands for. Null = not valid.',
  })
  authenticate(
    @Arg('token', () => String) token: string,
    @Ctx() context: IdentityContext,
  ): Promise<PrincipalRecord | null> {
    return context.parts.authenticator.authenticate(token);
  }
}
