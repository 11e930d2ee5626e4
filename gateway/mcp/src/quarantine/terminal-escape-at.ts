const ESCAPE = '\u001B';
const BELL = '\u0007';
/** Strings to the terminal: device control, start of string, privacy message, application command; and the clipboard (OSC 52). */
const STRING = new RegExp(`${ESCAPE}(?:[PX^_][^${ESCAPE}${BELL}]|\\]52;)`, 'u');
const STYLE = new RegExp(`${ESCAPE}\\[([0-9;]{1,60})m`, 'gu');
const COMMAND = new RegExp(`${ESCAPE}\\]([^${ESCAPE}${BELL}]{1,4000})`, 'gu');
const CONCEAL = '8';

/** Where a terminal sequence conceals what follows, or carries what no terminal shows; −1 = nowhere. Colors and cursor moves hide nothing. */
export function escapeAt(text: string): number {
  if (!text.includes(ESCAPE)) return -1;
  const string = text.search(STRING);
  if (string >= 0) return string;
  for (const match of text.matchAll(STYLE)) if (conceals(match[1] ?? '')) return match.index;
  return -1;
}

/** Where a command to the terminal (a title, an address) has words of which `speaks` holds; −1 = nowhere. All commands are asked about at once. */
export function spokenSequenceAt(text: string, speaks: (said: string) => boolean): number {
  if (!text.includes(`${ESCAPE}]`)) return -1;
  const commands = Array.from(text.matchAll(COMMAND), ({ index, 1: said = '' }) => ({ index, said }));
  if (!speaks(commands.map(({ said }) => said).join('\n\n'))) return -1;
  return commands[0]?.index ?? -1;
}

function conceals(codes: string): boolean {
  const list = codes.split(';');
  for (let at = 0; at < list.length; at += 1) {
    const code = list[at];
    if (code === CONCEAL) return true;
    // `38;5;n` and `38;2;r;g;b`: a color by number, in which an 8 is no code.
    if (code === '38' || code === '48' || code === '58') at += list[at + 1] === '2' ? 4 : 2;
  }
  return false;
}
