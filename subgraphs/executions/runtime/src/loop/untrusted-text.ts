/** Control characters but tab and line end; format characters such as zero-width spaces and direction overrides hide text from people. */
const CONTROL = /[^\P{Cc}\t\n]|\p{Cf}/gu;

/** Text that nobody vouches for (documents, tools, the web), without what hides or confuses, cut to a length. */
export function untrustedText(text: string, maximumCharacters: number): string {
  // Cut first, so that a text of many megabytes costs nothing; what is removed is rarely more than the margin.
  return text
    .slice(0, maximumCharacters * 2)
    .replaceAll(CONTROL, '')
    .slice(0, maximumCharacters)
    .toWellFormed();
}
