import { isRecord } from '../../json/is-record.ts';

/** One thing that is set for a server of the catalog. */
export interface OfferSetting {
  name: string;
  description: string;
  required: boolean;
  /** Written one a line. */
  isList: boolean;
  choices: readonly string[];
  standard: string;
}

/** What an offer asks for, and its secret, which is stored as a credential. */
export function offerSettings(schema: unknown): { settings: OfferSetting[]; secret: { description: string } | null } {
  const properties = isRecord(schema) && isRecord(schema['properties']) ? schema['properties'] : {};
  const required = isRecord(schema) && Array.isArray(schema['required']) ? schema['required'] : [];
  let secret: { description: string } | null = null;
  const settings: OfferSetting[] = [];
  for (const [name, property] of Object.entries(properties)) {
    const facts = isRecord(property) ? property : {};
    const description = typeof facts['description'] === 'string' ? facts['description'] : '';
    if (facts['writeOnly'] === true) secret = { description };
    else
      settings.push({
        name,
        description,
        required: required.includes(name),
        isList: facts['type'] === 'array',
        choices: Array.isArray(facts['enum']) ? facts['enum'].map(String) : [],
        standard: typeof facts['default'] === 'string' ? facts['default'] : '',
      });
  }
  return { settings, secret };
}

/** What was typed, as it is sent; what is empty is left out. */
export function settingsOf(
  settings: readonly OfferSetting[],
  typed: Readonly<Record<string, string>>,
): Record<string, string | string[]> {
  const entries = settings.flatMap(({ name, isList }): [string, string | string[]][] => {
    const text = (typed[name] ?? '').trim();
    if (text === '') return [];
    const lines = text.split('\n').map((line) => line.trim());
    return [[name, isList ? lines.filter((line) => line !== '') : text]];
  });
  return Object.fromEntries(entries);
}

/** What is set now, as it would be typed. */
export function typedOf(settings: unknown): Record<string, string> {
  const entries = Object.entries(isRecord(settings) ? settings : {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.map(String).join('\n') : String(value ?? '')]),
  );
}
