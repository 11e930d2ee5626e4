/** `{{ inputs.name }}`: the only thing a template may do. */
const LOOK_UP = /\{\{\s*inputs\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/gu;

/** Fills look-ups of inputs; what is not given becomes empty text. No code, no nesting, and inserted text is not looked at again. */
export function renderInstructions(instructions: string, input: Readonly<Record<string, unknown>>): string {
  return instructions.replaceAll(LOOK_UP, (_match, name: string) => {
    const value = input[name];
    if (value === undefined || value === null) return '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}
