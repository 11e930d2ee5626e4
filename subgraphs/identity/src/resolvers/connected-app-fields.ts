import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ConnectedAppRecord } from '../authorization-server/connected-app.ts';
import { redirectHost } from '../authorization-server/redirect-uri.ts';
import type { IdentityContext } from '../context.ts';
import { loadUser } from '../loaders.ts';
import { ConnectedApp } from '../types/connected-app.ts';
import { ConnectedAppScope } from '../types/connected-app-scope.ts';
import { User } from '../types/user.ts';
import type { UserRecord } from '../user.ts';
import { scopesInWords } from './scopes-in-words.ts';

@Resolver(() => ConnectedApp)
export class ConnectedAppFields {
  @FieldResolver(() => User, { nullable: true })
  user(@Root() app: ConnectedAppRecord, @Ctx() context: IdentityContext): Promise<UserRecord | null> {
    return loadUser(context, app.userId);
  }

  @FieldResolver(() => String, {
    description: 'Where it was reached when it was let in: a host, or the scheme of a program.',
  })
  redirectHost(@Root() app: ConnectedAppRecord): string {
    return redirectHost(app.redirectUri);
  }

  @FieldResolver(() => [ConnectedAppScope])
  scopes(@Root() app: ConnectedAppRecord): readonly ConnectedAppScope[] {
    return scopesInWords(app.scopes);
  }
}
