import type { Audit } from './audit.ts';

const ROWS: readonly (readonly [label: string, field: Exclude<keyof Audit, 'problems'>])[] = [
  ['accepted', 'accepted'],
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
  ['timed out', 'timedOut'],
  ['open', 'open'],
  ['lost', 'lost'],
  ['stuck', 'stuck'],
  ['doubled effects', 'doubledEffects'],
  ['gaps', 'gaps'],
  ['effects: requests', 'requests'],
  ['effects: applied', 'applied'],
  ['model calls', 'modelCalls'],
  ['ledger rows', 'ledger'],
];

/** Two columns for a terminal, then what is wrong. */
export function auditTable(audit: Audit, counters: Readonly<Record<string, number>> = {}): string {
  const rows = [...ROWS.map(([label, field]) => [label, audit[field]] as const), ...Object.entries(counters)];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, value]) => `  ${label.padEnd(width)}  ${String(value).padStart(7)}`);
  return [...lines, ...audit.problems.map((problem) => `  ! ${problem}`)].join('\n');
}
