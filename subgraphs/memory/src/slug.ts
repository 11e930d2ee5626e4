const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/u;
const MAXIMUM_LENGTH = 60;

/** Whether a text can name a notebook in a specification. */
export function isSlug(text: string): boolean {
  return text.length <= MAXIMUM_LENGTH && SLUG.test(text);
}

/** A slug from a name; names without Latin letters give `notebook`. */
export function slugFrom(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .slice(0, MAXIMUM_LENGTH - 4)
    .replaceAll(/^-+|-+$/gu, '');
  return slug === '' ? 'notebook' : slug;
}
