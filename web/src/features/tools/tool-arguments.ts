import { inputFields, type InputField } from '../../execution/input-fields.ts';
import { isRecord } from '../../json/is-record.ts';

/** The arguments of a tool as fields; none of them is a question to an agent. */
export function argumentFields(schema: unknown): readonly InputField[] {
  if (!isRecord(schema) || !isRecord(schema['properties'])) return [];
  return inputFields(schema).map((field) => ({ ...field, prompt: false }));
}

/** What a tool answered, as text to read: its texts as they are, everything else as JSON. */
export function resultText(result: unknown): string {
  const blocks = isRecord(result) && Array.isArray(result['content']) ? result['content'] : [];
  const texts = blocks.map((block: unknown) =>
    isRecord(block) && block['type'] === 'text' ? String(block['text']) : JSON.stringify(block),
  );
  if (texts.length > 0) return texts.join('\n');
  return isRecord(result) && 'structuredContent' in result ? JSON.stringify(result['structuredContent']) : '';
}
