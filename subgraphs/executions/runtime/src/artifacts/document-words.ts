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

/** Without the characters that XML 1.0 cannot hold at all: a file with one of them does not open. */
export function xmlText(text: string): string {
  return text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}
