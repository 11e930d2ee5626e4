const DAY_MS = 86_400_000;
const SUNDAY = 0;
const SATURDAY = 6;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** Midnight UTC of `2026-11-23`; null for what is no day of the calendar, such as 30 February. */
export function parseDay(text: string): Date | null {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00.000Z`) : null;
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? day : null;
}

export function weekdayOf(day: Date): (typeof WEEKDAYS)[number] {
  return WEEKDAYS[day.getUTCDay()] ?? 'Sunday';
}

/** The day `days` working days later, or earlier when negative. Working days are Monday to Friday; no holidays are known. */
export function addWorkingDays(from: Date, days: number): Date {
  let day = from;
  for (let left = Math.abs(days); left > 0;) {
    day = new Date(day.getTime() + Math.sign(days) * DAY_MS);
    if (day.getUTCDay() !== SUNDAY && day.getUTCDay() !== SATURDAY) left -= 1;
  }
  return day;
}
