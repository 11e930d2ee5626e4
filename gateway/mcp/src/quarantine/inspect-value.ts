import { isRecord } from '@aether/schema';
import type { Finding } from './finding.ts';
import { inspectText } from './inspect-text.ts';

/** Of one value, hidden ones first; all of it is looked at, and the rest is not told. */
const MAXIMUM_FINDINGS = 20;
/** Deeper, nobody has looked. */
const MAXIMUM_DEPTH = 64;

interface Found {
  readonly hidden: Finding[];
  readonly plain: Finding[];
}

/** All texts of a JSON value and the names of its members, each with its path; texts that stand in one list also as one, as a model reads them. */
export function inspectValue(value: unknown): readonly Finding[] {
  const found: Found = { hidden: [], plain: [] };
  inspect(value, '', 0, found);
  return [...found.hidden, ...found.plain].slice(0, MAXIMUM_FINDINGS);
}

function inspect(value: unknown, path: string, depth: number, found: Found): void {
  if (typeof value === 'string') {
    if (value.length > 3) for (const finding of inspectText(value)) add(found, { ...finding, path });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth >= MAXIMUM_DEPTH) {
    add(found, { rule: 'NESTED_TOO_DEEP', hidden: true, offset: 0, excerpt: '', path });
    return;
  }
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) inspect(entry, `${path}[${index}]`, depth + 1, found);
    inspectJoined(value, path, found);
    return;
  }
  for (const [name, entry] of Object.entries(value)) {
    if (name.length > 3) inspect(name, `${path}.(name)`, depth + 1, found);
    inspect(entry, path === '' ? name.slice(0, 80) : `${path}.${name.slice(0, 80)}`, depth + 1, found);
  }
}

/** What is split over the blocks of a result. */
function inspectJoined(entries: readonly unknown[], path: string, found: Found): void {
  const texts = entries.flatMap((entry) =>
    isRecord(entry) && entry['type'] === 'text' && typeof entry['text'] === 'string' ? [entry['text']] : [],
  );
  if (texts.length < 2) return;
  const known = new Set([...found.hidden, ...found.plain].map(({ rule }) => rule));
  for (const separator of ['\n', ''])
    for (const finding of inspectText(texts.join(separator)))
      if (!known.has(finding.rule)) {
        known.add(finding.rule);
        add(found, { ...finding, path });
      }
}

function add({ hidden, plain }: Found, finding: Finding): void {
  const told = finding.hidden ? hidden : plain;
  if (told.length < MAXIMUM_FINDINGS) told.push(finding);
}
