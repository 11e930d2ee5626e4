const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** `now`, `2 min ago`, `1 h ago`, `12 days ago`, then the date. */
export function timeAgo(timestamp: string, now: number): string {
  const passed = now - Date.parse(timestamp);
  if (Number.isNaN(passed)) return '—';
  if (passed < 45_000) return 'now';
  if (passed < HOUR) return `${Math.max(1, Math.round(passed / MINUTE))} min ago`;
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h ago`;
  const days = Math.floor(passed / DAY);
  if (days < 31) return days === 1 ? 'yesterday' : `${days} days ago`;
  return date.format(Date.parse(timestamp));
}
