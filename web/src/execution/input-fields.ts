import { isRecord } from '../json/is-record.ts';

export interface InputField {
  name: string;
  label: string;
  type: 'text' | 'number' | 'boolean' | 'json';
  required: boolean;
  /** The field that carries what a person asks. */
  prompt: boolean;
  /** What the schema says of it, and how JSON is written; undefined = nothing. */
  hint: string | undefined;
  /** Text of the default; empty = there is none. */
  preset: string;
}

const QUESTION: InputField = {
  name: 'question',
  label: 'Question',
  type: 'text',
  required: true,
  prompt: true,
  hint: undefined,
  preset: '',
};
const PROMPT_NAMES = ['question', 'message'];

/** The fields of an input schema, the prompt first. A schema that cannot be drawn gives one JSON field per property. */
export function inputFields(schema: unknown): InputField[] {
  if (!isRecord(schema) || !isRecord(schema['properties'])) return [QUESTION];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const fields = Object.entries(schema['properties']).map(([name, property]): InputField => {
    const facts = isRecord(property) ? property : {};
    const type = fieldType(facts['type']);
    return {
      name,
      label: typeof facts['title'] === 'string' ? facts['title'] : name,
      type,
      required: required.includes(name),
      prompt: false,
      hint: hintOf(facts),
      preset: presetOf(facts['default'], type),
    };
  });
  const prompt = fields.find(({ name }) => PROMPT_NAMES.includes(name)) ?? fields.find(({ type }) => type === 'text');
  return prompt === undefined ? fields : [{ ...prompt, prompt: true }, ...fields.filter((field) => field !== prompt)];
}

function fieldType(type: unknown): InputField['type'] {
  if (type === 'string') return 'text';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'boolean' ? 'boolean' : 'json';
}

function hintOf({ type, description }: Readonly<Record<string, unknown>>): string | undefined {
  const said = typeof description === 'string' && description !== '' ? description : undefined;
  if (fieldType(type) !== 'json') return said;
  return [said, type === 'array' ? 'A JSON list, for example ["one", "two"].' : 'JSON, for example {"name": "value"}.']
    .filter(Boolean)
    .join(' ');
}

function presetOf(value: unknown, type: InputField['type']): string {
  if (value === undefined || (value === null && type !== 'json')) return '';
  return type === 'json' || typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * The input of a run from what was typed, or which field cannot be read. What was not touched has its default, and so has a required field
 * that was emptied. An optional text that was emptied is sent empty, for left out it would have its default; other empty fields are left out.
 */
export function readInput(
  fields: readonly InputField[],
  typed: Readonly<Record<string, string>>,
): { input: Record<string, unknown> } | { field: string; problem: string } {
  const input: Record<string, unknown> = {};
  for (const field of fields) {
    const { name, label, type, preset } = field;
    const wanted = field.required || field.prompt;
    const given = typed[name] ?? preset;
    const text = given.trim() === '' && wanted ? preset : given;
    if (text.trim() === '' && type !== 'boolean') {
      if (wanted) return { field: name, problem: `Fill in "${label}".` };
      if (type === 'text' && preset !== '') input[name] = '';
      continue;
    }
    if (type === 'number' && !Number.isFinite(Number(text))) return { field: name, problem: 'Enter a number.' };
    if (type === 'json') {
      try {
        input[name] = JSON.parse(text);
      } catch {
        return { field: name, problem: `This is no JSON. ${field.hint ?? ''}`.trim() };
      }
    } else input[name] = type === 'number' ? Number(text) : type === 'boolean' ? text === 'true' : text;
  }
  return { input };
}
