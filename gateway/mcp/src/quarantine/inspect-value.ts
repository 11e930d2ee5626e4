import { inspectText } from './inspect-text.ts';
import type { Finding } from './finding.ts';

/** Of one value; after so many the rest is not told any more. */
const MAXIMUM_FINDINGS = 20;
const MAXIMUM_DEPTH = 64;

/** All texts of a JSON value and the names of its members, each with its path. */
export function inspectValue(value: unknown): readonly Finding[] {
  const findings: Finding[] = [];
  inspect(value, '', 0, findings);
  return findings;
}

function inspect(value: unknown, path: string, depth: number, findings: Finding[]): void {
  if (findings.length >= MAXIMUM_FINDINGS || depth > MAXIMUM_DEPTH) return;
  if (typeof value === 'string') {
    if (value.length > 3) findings.push(...inspectText(value).map((finding) => ({ ...finding, path })));
    return;
  }
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) inspect(entry, `${path}[${index}]`, depth + 1, findings);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, entry] of Object.entries(value)) {
    if (name.length > 20) inspect(name, `${path}.(name)`, depth + 1, findings);
    inspect(entry, path === '' ? name.slice(0, 80) : `${path}.${name.slice(0, 80)}`, depth + 1, findings);
  }
}
