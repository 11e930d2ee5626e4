import type { DocumentSource } from './document.ts';

/** Texts between empty lines. */
export function paragraphsOf(text: string): readonly string[] {
  return text
    .split(/\n\s*\n/u)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** A source as lists of sources name it. */
export function sourceText({ number, title, page }: DocumentSource): string {
  return `[${number}] ${title}${page === null ? '' : `, page ${page}`}`;
}
