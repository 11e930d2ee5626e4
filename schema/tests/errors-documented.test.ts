import { readFileSync } from 'node:fs';
import { ERROR_CODES } from '@aether/schema';
import { expect, test } from 'vitest';

const page = readFileSync(new URL('../ERRORS.md', import.meta.url), 'utf8');
const rows = Array.from(page.matchAll(/^\| `([A-Z_]+)` +\| (\d+) +\| (yes|no) +\| (.+) \| (.+) \|$/gm));

test('the page tells about every code of the table and about no other', () => {
  expect(rows.map(([, code]) => code).toSorted()).toEqual(Object.keys(ERROR_CODES).toSorted());
});

test('status and retry on the page are those of the table', () => {
  const told = Object.fromEntries(
    rows.map(([, code, http, retry]) => [code, { http: Number(http), retryable: retry === 'yes' }]),
  );
  const table = Object.fromEntries(
    Object.entries(ERROR_CODES).map(([code, { http, retryable }]) => [code, { http, retryable }]),
  );
  expect(told).toEqual(table);
});

test('a code is upper case with underscores and has a status of an error', () => {
  for (const [code, { http, summary }] of Object.entries(ERROR_CODES)) {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    expect(http).toBeGreaterThanOrEqual(400);
    expect(http).toBeLessThan(600);
    expect(summary).not.toBe('');
  }
});
