import { isRecord } from '../json/is-record.ts';

export interface InputField {
  name: string;
  label: string;
  type: 'text' | 'number' | 'boolean' | 'json';
  required: boolean;
  /** The field that carries what a person asks. */
  prompt: boolean;
}

const PROMPT_NAMES = ['question', 'message'];

/** The fields of an input schema, the prompt first. A schema that cannot be drawn gives one JSON field per property. */
export function inputFields(schema: unknown): InputField[] {
  if (!isRecord(schema) || !isRecord(schema['properties']))
    return [{ name: 'question', label: 'Question', type: 'text', required: true, prompt: true }];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const fields = Object.entries(schema['properties']).map(([name, property]): InputField => {
    const facts = isRecord(property) ? property : {};
    return {
      name,
      label: typeof facts['title'] === 'string' ? facts['title'] : name,
      type: fieldType(facts['type']),
      required: required.includes(name),
      prompt: false,
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

/** The input of a run from what was typed, or which field cannot be read. Empty optional fields are left out. */
export function readInput(
  fields: readonly InputField[],
  typed: Readonly<Record<string, string>>,
): { input: Record<string, unknown> } | { field: string; problem: string } {
  const input: Record<string, unknown> = {};
  for (const field of fields) {
    const text = typed[field.name] ?? '';
    if (text.trim() === '' && field.type !== 'boolean') {
      if (field.required || field.prompt) return { field: field.name, problem: `Enter ${field.label.toLowerCase()}.` };
      continue;
    }
    if (field.type === 'number' && !Number.isFinite(Number(text)))
      return { field: field.name, problem: 'Enter a number.' };
    if (field.type === 'json') {
      try {
        input[field.name] = JSON.parse(text);
      } catch {
        return { field: field.name, problem: 'Enter JSON.' };
      }
    } else
      input[field.name] = field.type === 'number' ? Number(text) : field.type === 'boolean' ? text === 'true' : text;
  }
  return { input };
}
