import { isId } from '@aether/schema';
import type { User } from '../types/user.ts';

/** The person behind an id of who did something; null when it was a service account. */
export function userReference(actorId: string): User | null {
  return isId('usr', actorId) ? { id: actorId } : null;
}
