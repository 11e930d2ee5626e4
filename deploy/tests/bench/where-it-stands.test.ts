import { expect, test } from 'vitest';
import { withWhereItStands } from '../../bench/where-it-stands.ts';

const HEADER = '| figure | measured | goal |  | against |\n| --- | ---: | --- | --- | --- |';
const recording = (name: string, environment: string, ...rows: string[]): string =>
  `\n## ${name}\n${environment}\n\n${[HEADER, ...rows].join('\n')}\n`;
const environment = (day: number, commit: string, machine = '2 × Fast'): string =>
  `2026-11-0${day} · ${commit} · ${machine} · Node 24.21.0 · load 0.${day}`;

const INTRODUCTION = '# Results\n\nWhat was measured.\n';
const LOG = [
  recording('web', environment(1, 'aaa'), '| old name | 9.00 kB | ≤ 5 | missed | – |'),
  recording('gone', environment(1, 'aaa'), '| of no benchmark | 1.00 s | ≤ 5 | met | – |'),
  recording(
    'web',
    environment(2, 'bbb'),
    '| size | 4.00 kB | ≤ 5 | met | 0.50 × all (8.00) |',
    '| without a goal | 4.00 kB | – | – | – |',
    '\n- size: a note below the table',
  ),
  recording('mcp', environment(3, 'ccc'), '| calls | 10.0 /s | ≥ 50 | missed | – |'),
].join('');

const firstSection = (results: string): string[] =>
  (results.split(/^## /mu)[1] ?? '').split('\n').filter((line) => line.startsWith('| '));

test('of each benchmark only the newest recording counts, and of it what has a goal', () => {
  expect(firstSection(withWhereItStands(INTRODUCTION + LOG, ['mcp', 'never-recorded', 'web'])).slice(2)).toEqual([
    '| mcp | calls | 10.0 /s | ≥ 50 | **missed** | – | 2026-11-03 · ccc · load 0.3 |',
    '| web | size | 4.00 kB | ≤ 5 | met | 0.50 × all (8.00) | 2026-11-02 · bbb · load 0.2 |',
  ]);
});

test('it counts goals and names the machine', () => {
  const results = withWhereItStands(INTRODUCTION + LOG, ['mcp', 'web']);
  expect(results).toContain('## Where it stands\n1 of 2 goals are met');
  expect(results).toContain('All on 2 × Fast.');
});

test('machines that differ are told apart', () => {
  const other = recording('mcp', environment(4, 'ddd', '64 × Faster'), '| calls | 60.0 /s | ≥ 50 | met | – |');
  const results = withWhereItStands(INTRODUCTION + LOG + other, ['mcp', 'web']);
  expect(results).toContain('Machine 1: 64 × Faster. Machine 2: 2 × Fast.');
  expect(firstSection(results).map((line) => line.split(' | ').at(-1))).toEqual(
    expect.arrayContaining(['2026-11-04 · ddd · load 0.4 · machine 1 |', '2026-11-02 · bbb · load 0.2 · machine 2 |']),
  );
});

test('the log stays as it is, and the section is replaced, not repeated', () => {
  const once = withWhereItStands(INTRODUCTION + LOG, ['mcp', 'web']);
  expect(once.startsWith(INTRODUCTION)).toBe(true);
  expect(once.endsWith(LOG.trimStart())).toBe(true);
  expect(withWhereItStands(once, ['mcp', 'web'])).toBe(once);
  const later = recording('mcp', environment(5, 'eee'), '| calls | 70.0 /s | ≥ 50 | met | – |');
  expect(firstSection(withWhereItStands(once + later, ['mcp', 'web'])).slice(2)[0]).toContain('70.0 /s');
});
