const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/u;
const LONGEST = 63;

export function isSlug(value: string): boolean {
  return SLUG.test(value);
}

/** `Prüfung der Verträge` → `prufung-der-vertrage`. A name without any letter or digit of ASCII becomes `agent`. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-');
  return plain.slice(0, LONGEST).replaceAll(/^-+|-+$/gu, '') || 'agent';
}

/** The wanted slug, or the first of `wanted-2`, `wanted-3` … that is free. */
export function freeSlug(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const ending = `-${number}`;
    const slug = `${wanted.slice(0, LONGEST - ending.length)}${ending}`;
    if (!taken.has(slug)) return slug;
  }
}
