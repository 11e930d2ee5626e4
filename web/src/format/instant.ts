const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** `today 10:04`, `21 Nov 10:04`. */
export function instant(timestamp: string, now: number): string {
  const at = new Date(timestamp);
  return at.toDateString() === new Date(now).toDateString() ? `today ${time.format(at)}` : dayAndTime.format(at);
}

/** `22 Nov 2026, 10:04:31`, for titles. */
export function fullInstant(timestamp: string): string {
  return full.format(new Date(timestamp));
}
