/** What an id names, by prefix. An id is `<prefix>_<ulid>`: opaque to clients, sortable by creation. */
export const ID_PREFIXES = {
  tnt: 'tenant',
  usr: 'user',
  dep: 'department',
  tea: 'team',
  svc: 'service account',
  key: 'API key',
  app: 'connected app',
  ses: 'session',
  lnk: 'sign-in link',
  crd: 'credential',
  vky: 'vault key',
  aud: 'audit event',
  agt: 'agent',
  ver: 'agent version',
  tpl: 'agent template',
  lst: 'listing',
  rtg: 'rating',
  crq: 'collaboration request',
  mky: 'model key',
  prv: 'model provider',
  mdl: 'model',
  tsv: 'tool server',
  tol: 'tool',
  nbk: 'notebook',
  doc: 'document',
  psg: 'passage',
  upl: 'upload',
  exe: 'execution',
  stp: 'step',
  apr: 'approval',
  art: 'artifact',
  cnv: 'conversation',
  msg: 'message',
  wrk: 'worker',
  use: 'usage entry',
  bud: 'budget',
  slc: 'budget slice',
  trg: 'trigger',
  dlv: 'delivery',
  sui: 'test suite',
  cas: 'test case',
  chk: 'check',
  pat: 'success pattern',
  cmp: 'comparison',
  vrt: 'variant',
  cel: 'cell',
  evt: 'outbox event',
  req: 'request',
} as const;

export type IdPrefix = keyof typeof ID_PREFIXES;

/** Makes ids; each is greater than all that the same source made before, also within a millisecond. */
export type IdSource = (prefix: IdPrefix) => string;

export interface IdSourceParts {
  now: () => Date;
  /** Cryptographic random bytes, as many as asked for. */
  random: (bytes: number) => Uint8Array;
}

// Crockford's base 32, in the order of its code units: https://github.com/ulid/spec
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/**
 * A monotonic ULID source. When the clock stands still or goes back, the random part counts up instead;
 * when that is full, the time part runs one millisecond ahead of the clock.
 */
export function createIdSource({ now, random }: IdSourceParts): IdSource {
  let time = -1;
  let tail: number[] = [];
  return (prefix) => {
    const current = now().getTime();
    if (current > time) {
      time = current;
      tail = drawDigits(random);
    } else if (!countUp(tail)) {
      time += 1;
      tail = drawDigits(random);
    }
    return `${prefix}_${timeDigits(time)}${tail.map((digit) => ALPHABET.charAt(digit)).join('')}`;
  };
}

/** Whether the value has the form of an id of this prefix; says nothing about existence. */
export function isId(prefix: IdPrefix, value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(`${prefix}_`) && ULID.test(value.slice(prefix.length + 1));
}

function drawDigits(random: (bytes: number) => Uint8Array): number[] {
  return Array.from(random(RANDOM_DIGITS), (byte) => byte & 31);
}

function countUp(digits: number[]): boolean {
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    const digit = digits[index] ?? 0;
    if (digit < 31) {
      digits[index] = digit + 1;
      return true;
    }
    digits[index] = 0;
  }
  return false;
}

function timeDigits(milliseconds: number): string {
  let rest = milliseconds;
  let text = '';
  for (let index = 0; index < TIME_DIGITS; index += 1) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
