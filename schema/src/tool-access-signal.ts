const PREFIX = 'tool-access:';

/**
 * Signal that a run waits for when a tool server needs somebody to sign in first.
 * @param userId of the person whose own account it needs; null = anybody may sign in for all
 */
export function toolAccessSignal(serverSlug: string, userId: string | null): string {
  return userId === null ? `${PREFIX}${serverSlug}` : `${PREFIX}${serverSlug}:${userId}`;
}
