import type { ASTNode } from '@marcbachmann/cel-js';

/**
 * Whether an expression costs little whatever it is given: only selections, logic, and comparisons and arithmetic with a literal. All else
 * (macros over lists, patterns, functions, comparisons of two values) takes time by the size of what it is given.
 */
export function endsAtOnce(ast: ASTNode): boolean {
  const open: ASTNode[] = [ast];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const operands = cheapOperands(next);
    if (operands === null) return false;
    open.push(...operands);
  }
  return true;
}

/** What is evaluated for it; null = it may cost more. */
function cheapOperands(node: ASTNode): readonly ASTNode[] | null {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case '!_':
    case '-_':
      return [node.args];
    case '[]':
    case '[?]':
    case '&&':
    case '||':
    case '?:':
      return node.args;
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return node.args.some(({ op }) => op === 'value') ? node.args : null;
    case 'call':
      return node.args[0] === 'has' ? node.args[1] : null;
    default:
      return null;
  }
}
