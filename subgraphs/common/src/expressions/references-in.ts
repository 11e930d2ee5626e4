import type { ASTNode } from '@marcbachmann/cel-js';
import { isRecord } from '@aether/schema';

const ACCESS: ReadonlySet<string> = new Set(['.', '.?', '[]', '[?]']);

const isNode = (value: unknown): value is ASTNode => isRecord(value) && typeof value['op'] === 'string';

/** Names that an expression looks up in a variable by a literal name, each once. */
export function referencesIn(ast: ASTNode, variable: string): readonly string[] {
  const found = new Set<string>();
  const open: unknown[] = [ast];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) open.push(...next);
    if (!isNode(next)) continue;
    const { op, args } = next;
    if (ACCESS.has(op) && Array.isArray(args) && isNode(args[0]) && args[0].op === 'id' && args[0].args === variable) {
      const name = nameOf(args[1]);
      if (name !== null) found.add(name);
    }
    open.push(args);
  }
  return [...found];
}

/** Names of variables, also of those that macros introduce, each once. */
export function variablesIn(ast: ASTNode): readonly string[] {
  const found = new Set<string>();
  const open: unknown[] = [ast];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) open.push(...next);
    if (!isNode(next)) continue;
    if (next.op === 'id') found.add(next.args);
    open.push(next.args);
  }
  return [...found];
}

function nameOf(key: unknown): string | null {
  if (typeof key === 'string') return key;
  return isNode(key) && key.op === 'value' && typeof key.args === 'string' ? key.args : null;
}
