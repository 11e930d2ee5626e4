const PREFIX = 'tool-access:';

/** Signal that a run waits for when a tool server needs somebody to sign in first. */
export function toolAccessSignal(serverSlug: string): string {
  return `${PREFIX}${serverSlug}`;
}
