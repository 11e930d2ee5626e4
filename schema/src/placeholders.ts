import { isRecord } from './json-value.ts';

export interface Placeholder {
  /** As written: `{{ inputs.company }}`. */
  text: string;
  /** Name of the input, or null when it is no look-up of an input. */
  input: string | null;
}

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
const INPUT_LOOKUP = /^\s*inputs\.([A-Za-z_][A-Za-z0-9_-]*)\s*$/;

/** Every `{{ … }}` of a template, in order. */
export function placeholdersOf(template: string): Placeholder[] {
  return Array.from(template.matchAll(PLACEHOLDER), ([text, inside = '']) => ({
    text,
    input: INPUT_LOOKUP.exec(inside)?.[1] ?? null,
  }));
}

/**
 * Replaces each `{{ inputs.name }}` by the value of that input: text as it is, other values as JSON, absent ones as nothing.
 * Values are never read as templates. What is no look-up stays as written.
 */
export function fillPlaceholders(template: string, inputs: unknown): string {
  return template.replace(PLACEHOLDER, (text: string, inside: string) => {
    const name = INPUT_LOOKUP.exec(inside)?.[1];
    if (name === undefined) return text;
    const value = isRecord(inputs) && Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (value === undefined || value === null) return '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}
