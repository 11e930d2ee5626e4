import { OAUTH_SCOPES, type OAuthScope } from '@aether/schema';
import type { ConnectedAppScope } from '../types/connected-app-scope.ts';

/** What an app may do, for people. */
export function scopesInWords(scopes: readonly OAuthScope[]): readonly ConnectedAppScope[] {
  return scopes.map((name) => ({ name, description: OAUTH_SCOPES[name].description }));
}
