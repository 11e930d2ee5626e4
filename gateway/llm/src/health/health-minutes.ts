const MINUTE_MS = 60_000;

/** What health is counted over; the running minute is the last of them. */
export const WINDOW_MINUTES = 5;

/** Minutes since 1970. */
export function minuteOf(now: Date): number {
  return Math.floor(now.getTime() / MINUTE_MS);
}
