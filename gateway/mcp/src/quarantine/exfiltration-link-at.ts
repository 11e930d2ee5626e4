/** `![alt](url)`, `[text](url)`, and an image of HTML. */
const LINK =
  /(!?)\[[^[\]\n]{0,300}\]\(\s{0,3}<?(https?:\/\/[^\s<>()]{1,8000}|https?:\/\/[^\n()]{1,500}[<{][^\n()]{1,200})/giu;
const IMAGE = /<img\s[^<>]{0,300}?src\s{0,3}=\s{0,3}["']?(https?:\/\/[^\n"']{1,8000})/giu;
/** Where somebody is to put something: `{data}`, `<conversation>`, `[SECRET]`, `$HISTORY`, also encoded. */
const PLACEHOLDER = /[=/](?:\{|%7B|<|%3C|\[|%5B|\$)\{?[\s\w.%-]{2,60}(?:\}|%7D|>|%3E|\]|%5D|$)/iu;
/** In a link only these: the documentation of an interface has links with a place for a key. */
const TALK_WORD = /conversation|chat|history|prompt|message/iu;
const DATA_WORD = /conversation|history|secret|password|token|api.?key|credential|prompt|message|env|data|context/iu;
/** Addresses that are signed have long values of their own. */
const SIGNED = /^(?:x-(?:amz|goog)-[\w-]+|signature|sig|jwt|token|key-pair-id|policy|se|sp|sv|sr|st|skoid|sktid)$/iu;
const LONG_VALUE = 180;

/** Where an address would carry data out when it is loaded (images) or followed; −1 = nowhere. */
export function exfiltrationLinkAt(text: string): number {
  for (const { index, 1: mark, 2: url = '' } of text.matchAll(LINK)) {
    const isImage = mark === '!';
    if (hasPlaceholder(url, isImage ? DATA_WORD : TALK_WORD) || (isImage && hasLongValue(url))) return index;
  }
  for (const { index, 1: url = '' } of text.matchAll(IMAGE))
    if (hasPlaceholder(url, DATA_WORD) || hasLongValue(url)) return index;
  return -1;
}

function hasPlaceholder(url: string, word: RegExp): boolean {
  const query = url.slice(url.indexOf('?') + 1);
  const placeholder = url.includes('?') ? PLACEHOLDER.exec(`/${query}`)?.[0] : undefined;
  return placeholder !== undefined && word.test(placeholder);
}

function hasLongValue(url: string): boolean {
  const query = URL.parse(url)?.searchParams;
  if (query === undefined) return false;
  const isSigned = [...query.keys()].some((name) => SIGNED.test(name));
  return !isSigned && [...query.values()].some((value) => value.length >= LONG_VALUE);
}
