import type { JsonRecord } from '../../json/is-record.ts';

const LONGEST = 60;

/** A key for a part of the specification: it begins with a letter and is unique there. */
export function freeKey(wanted: string, taken: JsonRecord): string {
  const base = (/^[a-z]/.test(wanted) ? wanted : `n-${wanted}`).slice(0, LONGEST);
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? base : `${base}-${number}`;
    if (!Object.hasOwn(taken, key)) return key;
  }
}
