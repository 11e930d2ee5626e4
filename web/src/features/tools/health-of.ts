import type { HealthStatus, ToolServerAccess } from '../../gql/graphql.ts';
import { HEALTH, type StateWord } from './health.ts';

const NEEDS_AUTH: StateWord = { shape: 'warning', tone: 'warning', word: 'Needs a sign-in' };

/** How a tool server is: one that waits for a person is not out of reach. */
export function healthOf({ status, access }: { status: HealthStatus; access: ToolServerAccess }): StateWord {
  return access === 'NEEDS_AUTH' ? NEEDS_AUTH : HEALTH[status];
}
