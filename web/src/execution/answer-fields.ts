import { isRecord } from '../json/is-record.ts';

/** One field of the form that a tool asks to be filled in. */
export interface AnswerFieldFacts {
  name: string;
  label: string;
  hint: string | undefined;
  type: 'text' | 'number' | 'boolean' | 'choice' | 'choices' | 'json';
  choices: readonly { value: string; label: string }[];
  required: boolean;
  /** Text of the default, of several choices the JSON of their values; empty = there is none. */
  preset: string;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The fields of a flat JSON Schema, as MCP allows it for questions. */
export function answerFields(schema: unknown): AnswerFieldFacts[] {
  if (!isRecord(schema) || !isRecord(schema['properties'])) return [];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(schema['properties']).map(([name, property]) => {
    const facts = isRecord(property) ? property : {};
    const one = choicesOf(facts);
    const several = facts['type'] === 'array' && isRecord(facts['items']) ? choicesOf(facts['items']) : [];
    const preset = facts['default'];
    return {
      name,
      label: textOf(facts['title']) ?? name,
      hint: textOf(facts['description']),
      type: several.length > 0 ? 'choices' : one.length > 0 ? 'choice' : typeOf(facts['type']),
      choices: several.length > 0 ? several : one,
      required: required.includes(name),
      preset: preset === undefined ? '' : typeof preset === 'object' ? JSON.stringify(preset) : String(preset),
    };
  });
}

/** `enum` with `enumNames`, or constants with titles: `oneOf` of one choice, `anyOf` of several. */
function choicesOf(facts: Readonly<Record<string, unknown>>): AnswerFieldFacts['choices'] {
  const values: unknown[] = Array.isArray(facts['enum']) ? facts['enum'] : [];
  const names: unknown[] = Array.isArray(facts['enumNames']) ? facts['enumNames'] : [];
  const titled = [facts['oneOf'], facts['anyOf']].flatMap((entries: unknown): unknown[] =>
    Array.isArray(entries) ? entries : [],
  );
  return [
    ...values.flatMap((value, index) =>
      typeof value === 'string' ? [{ value, label: textOf(names[index]) ?? value }] : [],
    ),
    ...titled.flatMap((entry) =>
      isRecord(entry) && typeof entry['const'] === 'string'
        ? [{ value: entry['const'], label: textOf(entry['title']) ?? entry['const'] }]
        : [],
    ),
  ];
}

function typeOf(type: unknown): AnswerFieldFacts['type'] {
  if (type === 'string') return 'text';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'boolean' ? 'boolean' : 'json';
}

/** The values of several choices. */
export function chosenOf(text: string): readonly string[] {
  const values: unknown = text === '' ? [] : JSON.parse(text);
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}

/** The answer from what was typed, or which field cannot be read. What is left empty is left out; the server checks the rest. */
export function readAnswer(
  fields: readonly AnswerFieldFacts[],
  typed: ReadonlyMap<string, string>,
): { answer: Record<string, unknown> } | { field: string; problem: string } {
  // Names are foreign: one may be `__proto__`, which an assignment would lose.
  const answer = new Map<string, unknown>();
  for (const { name, label, type, required, preset } of fields) {
    const text = typed.get(name) ?? preset;
    if (type === 'boolean') answer.set(name, text === 'true');
    else if (type === 'choices') {
      const chosen = chosenOf(text);
      if (required || chosen.length > 0) answer.set(name, chosen);
    } else if (text.trim() === '') {
      if (required) return { field: name, problem: `Fill in "${label}".` };
    } else if (type === 'number') {
      if (!Number.isFinite(Number(text))) return { field: name, problem: 'Enter a number.' };
      answer.set(name, Number(text));
    } else if (type === 'json') {
      try {
        answer.set(name, JSON.parse(text));
      } catch {
        return { field: name, problem: 'Enter JSON.' };
      }
    } else answer.set(name, text);
  }
  return { answer: Object.fromEntries(answer) };
}
