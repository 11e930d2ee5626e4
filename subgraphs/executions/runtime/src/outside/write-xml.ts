import { isRecord, type JsonValue } from '@aether/schema';
import { WrongValueError } from '../flow/errors.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?$/u;
/** What XML 1.0 cannot hold, not even escaped. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/**
 * The other way of `readXml`: an object with one member, the root element. A list is the element several times. Values are only ever text.
 * @throws WrongValueError for what is no such object
 */
export function writeXml(value: JsonValue, about: string): string {
  const members = isRecord(value) ? Object.entries(value) : [];
  const [root] = members;
  if (root === undefined || members.length > 1 || Array.isArray(root[1]))
    throw new WrongValueError(about, 'an object with one member, the root element', 'something else');
  // It was JSON before.
  return `<?xml version="1.0" encoding="UTF-8"?>${element(root[0], root[1] as JsonValue, about)}`;
}

function element(name: string, value: JsonValue, about: string): string {
  if (Array.isArray(value)) return value.map((each) => element(name, each, about)).join('');
  const members = isRecord(value) ? (Object.entries(value) as [string, JsonValue][]) : [];
  const attributes = members
    .filter(([key]) => key.startsWith('@'))
    .map(([key, each]) => ` ${checked(key.slice(1), about)}="${escape(textOf(each, about))}"`)
    .join('');
  const children = members.filter(([key]) => !key.startsWith('@'));
  const content = isRecord(value)
    ? children
        .map(([key, each]) => (key === '#text' ? escape(textOf(each, about)) : element(key, each, about)))
        .join('')
    : escape(textOf(value, about));
  const tag = checked(name, about);
  return content === '' ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${content}</${tag}>`;
}

function checked(name: string, about: string): string {
  if (NAME.test(name)) return name;
  throw new WrongValueError(about, 'names of XML elements', `"${name.slice(0, 50)}"`);
}

function textOf(value: JsonValue, about: string): string {
  if (value === null) return '';
  if (typeof value === 'object') throw new WrongValueError(about, 'text', 'an object or a list as text');
  return String(value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escape(text: string): string {
  return text.replaceAll(FORBIDDEN, '').replaceAll(/[&<>"']/gu, (character) => ESCAPES[character] ?? '');
}
