const whole = new Intl.NumberFormat('en-US');

/** `9,902`; null gives a dash. */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? '—' : whole.format(value);
}

/** `1 run`, `1,284 runs`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${whole.format(value)} ${value === 1 ? one : many}`;
}
