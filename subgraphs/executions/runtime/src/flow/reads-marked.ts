import { isMarked, type NodeScope } from './node-scope.ts';

/** A node that an expression names literally. */
const NAMED = /\bnodes\s*(?:\.\s*(?<name>[A-Za-z_]\w*)|\[\s*(?:"(?<double>[^"\\]*)"|'(?<single>[^'\\]*)')\s*\])/gu;

/** Whether an expression may look into a value that has marks, by its text alone; one that looks nodes up by a value of its own may look into all. */
export function readsMarked(scope: NodeScope, expression: string): boolean {
  const { marked, item } = scope;
  if (marked === undefined) return false;
  if (marked.item !== item && /\bitem\b/u.test(expression)) return true;
  const others = expression.replaceAll(NAMED, (access, name?: string, double?: string, single?: string) =>
    isMarked(scope, name ?? double ?? single ?? '') ? access : ' ',
  );
  return /\bnodes\b/u.test(others);
}
