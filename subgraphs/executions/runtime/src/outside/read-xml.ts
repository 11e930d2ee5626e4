import type { JsonValue } from '@aether/schema';
import { DOMParser, type XmlNode } from '@xmldom/xmldom/lib/dom-parser.js';
import { checkXml } from './check-xml.ts';
import { EndpointInvalidError } from './errors.ts';

const ELEMENT = 1;
/** Text, and text in CDATA. */
const TEXTS: ReadonlySet<number> = new Set([3, 4]);

/**
 * XML as JSON: an element is an object by the names of its children, without prefixes; several of one name are a list; "@name" is an
 * attribute. An element without both is its text, one with both has the text as "#text".
 * @throws EndpointInvalidError for what is not well formed or would take too long, and for a document type: entities of their own are how XML
 * attacks its readers
 */
export function readXml(text: string, origin: string): JsonValue {
  if (/<!DOCTYPE/iu.test(text))
    throw new EndpointInvalidError(origin, 'XML with a document type', 'XML without one', text);
  checkXml(text, origin);
  const root = parse(text, origin);
  return { [localName(root)]: valueOf(root) };
}

function parse(text: string, origin: string): XmlNode {
  // The first problem ends it: what the parser does to go on after one has no bound.
  const refuse = (): never => {
    throw new EndpointInvalidError(origin, 'no well-formed XML', 'XML', text);
  };
  const parser = new DOMParser({ errorHandler: { warning: refuse, error: refuse, fatalError: refuse } });
  try {
    return parser.parseFromString(text, 'text/xml')?.documentElement ?? refuse();
  } catch {
    return refuse();
  }
}

function valueOf(element: XmlNode): JsonValue {
  // As entries: an element may be called __proto__.
  const members = new Map<string, JsonValue>();
  for (const { name, value } of Array.from(element.attributes))
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) members.set(`@${name.replace(/^[^:]*:/u, '')}`, value);
  let text = '';
  for (const child of Array.from(element.childNodes)) {
    if (TEXTS.has(child.nodeType)) text += child.nodeValue ?? '';
    if (child.nodeType !== ELEMENT) continue;
    const name = localName(child);
    const before = members.get(name);
    const value = valueOf(child);
    if (before === undefined) members.set(name, value);
    else if (Array.isArray(before)) before.push(value);
    else members.set(name, [before, value]);
  }
  if (members.size === 0) return text;
  if (text.trim() !== '') members.set('#text', text.trim());
  return Object.fromEntries(members);
}

function localName({ localName: local, nodeName }: XmlNode): string {
  return local ?? nodeName;
}
