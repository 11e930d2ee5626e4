/** Words that carry no topic. */
const STOP_WORDS = new Set(
  `a about above after again against all also although always am an and another any anybody anyone anything are aren't as at be because been
  before being below between both but by can cannot can't could did didn't do does doesn't doing don't done down during each either else ever every
  everybody everyone everything few for from further had has have having he her here hers him his how however i if in into is isn't it its itself just
  let like many may me might more most much must my myself neither no nobody none nor not nothing now of off often on once only or other our ours out
  over own please rather really same shall she should since so some somebody someone something still such than thank thanks that the their theirs
  them then there these they this those though through thus till to together too toward under until up upon us very via was we were what whatever
  when where whether which while who whoever whom whose why will with within without would yes yet you your yours yourself hello hi hey dear ok okay
  long far old big one get gets got tell say says know show explain describe want wants would wish i'm i'd i've i'll it's we're what's where's who's`
    .split(/\s+/)
    .filter(Boolean),
);

/** Words that frame a question and seldom stand in the answer. */
const FRAME_WORDS = new Set(
  `policy rule rules procedure guideline guidelines company organization organisation amount number time date kind type way thing things person people
  quickly soon fast happen happens work works make makes give gives given take takes use uses used need needs find apply applies available possible
  mean means include includes included per exactly current currently usually normally generally maximum minimum limit deadline details information
  answer question document documents text handle handled allowed permitted able eligible entitled entitlement look right rights process go goes fit fits`
    .split(/\s+/)
    .filter(Boolean),
);

const SUFFIXES: readonly (readonly [suffix: string, kept: number])[] = [
  ['ations', 4], ['ation', 4], ['ements', 4], ['ement', 4], ['ments', 4], ['ment', 4], ['ings', 3], ['ing', 3], ['ions', 5], ['ion', 5],
  ['ities', 4], ['ity', 4], ['able', 4], ['ible', 4], ['ances', 4], ['ance', 4], ['ers', 4], ['er', 4], ['ed', 3], ['es', 3], ['ly', 4], ['al', 4], ['s', 3], ['e', 3], ['y', 5],
]; // prettier-ignore

/** Lower-case words with digits, apostrophes and inner hyphens split away. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?(?:[.,]\p{N}+)*/gu) ?? []
  ).map((word) => word.replace(/'s$/, ''));
}

export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

export function isFrameWord(word: string): boolean {
  return FRAME_WORDS.has(word);
}

/** A light stem: enough for two forms of one English word to meet, never shown to anybody. */
export function stem(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word;
  let current = word.replace(/(?:ies|ied)$/, 'y').replace(/sses$/, 'ss');
  for (let round = 0; round < 2; round += 1) {
    const rule = SUFFIXES.find(
      ([suffix, kept]) =>
        current.endsWith(suffix) &&
        current.length - suffix.length >= kept &&
        !(suffix === 's' && /[sui]s$/.test(current)),
    );
    if (rule === undefined) break;
    current = current.slice(0, -rule[0].length).replace(/([^aeiouls])\1$/, '$1');
  }
  return current.replace(/ll$/, 'l');
}
