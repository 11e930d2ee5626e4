import type { Permission } from './permissions.ts';

export interface OAuthScopeFacts {
  /** What an app may do with it, as the consent page says it: "It may …". */
  description: string;
  /** The permissions that it lets through; the person's role decides which of them there are. */
  permissions: readonly Permission[];
}

/** What an app may ask a person for. An access token is the person, narrowed to these permissions, as an API key is by its scopes. */
export const OAUTH_SCOPES = {
  tools: {
    description: 'See and call the approved tools of your organization',
    permissions: ['tool:read', 'tool:use'],
  },
  agents: {
    description: 'See and run the agents that are open to you',
    permissions: ['agent:read', 'agent:run'],
  },
  models: {
    description: 'Call the models of your organization',
    permissions: ['model:read', 'model:use'],
  },
} as const satisfies Record<string, OAuthScopeFacts>;

export type OAuthScope = keyof typeof OAUTH_SCOPES;

export function isOAuthScope(value: unknown): value is OAuthScope {
  return typeof value === 'string' && Object.hasOwn(OAUTH_SCOPES, value);
}
