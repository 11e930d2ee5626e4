const MINUTE_MS = 60_000;

/** What health is counted over; the running minute is the last of them. */
export const WINDOW_MINUTES = 5;

/** What was last said of a provider that nobody calls any more is known for so long, in milliseconds. */
export const HEALTH_KEPT_MS = 60 * MINUTE_MS;

/** Minutes since 1970. */
export function minuteOf(now: Date): number {
  return Math.floor(now.getTime() / MINUTE_MS);
}

/** The minutes that count now. */
export function recentMinutes<Minute extends { readonly index: number }>(
  minutes: readonly Minute[],
  now: Date,
): readonly Minute[] {
  const first = minuteOf(now) - WINDOW_MINUTES + 1;
  return minutes.filter(({ index }) => index >= first);
}
