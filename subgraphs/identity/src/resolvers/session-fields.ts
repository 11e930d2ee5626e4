import { Timestamp } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { IdentityContext } from '../context.ts';
import type { SessionRecord } from '../session.ts';
import { Session } from '../types/session.ts';

@Resolver(() => Session)
export class SessionFields {
  @FieldResolver(() => Boolean)
  current(@Root() session: SessionRecord, @Ctx() context: IdentityContext): boolean {
    return session.id === context.viewer?.sessionId;
  }

  @FieldResolver(() => Timestamp)
  expiresAt(@Root() session: SessionRecord): string {
    return new Date(session.expiresAtMs).toISOString();
  }
}
