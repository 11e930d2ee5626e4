const RESULTS = new Set([
  'Succeeded',
  'Failed',
  'Errored',
  'Skipped',
  'Omitted',
  'Daemoned',
  'AnySucceeded',
  'AllFailed',
]);
const TOKEN = /\s*(&&|\|\||!|\(|\)|[A-Za-z0-9][-A-Za-z0-9]*(?:\.[A-Za-z]+)?|\S)/y;

/** What a name of `depends` asks: a task, and optionally one result of it. */
export interface Dependency {
  readonly task: string;
  /** null = it ended well or was skipped. */
  readonly result: string | null;
}

/** An expression of `depends`, parsed. */
export type Depends =
  | { readonly kind: 'TASK'; readonly dependency: Dependency }
  | { readonly kind: 'NOT'; readonly operand: Depends }
  | { readonly kind: 'AND' | 'OR'; readonly operands: readonly Depends[] };

/** Parses `depends`. @throws SyntaxError that says what is wrong */
export function parseDepends(text: string): Depends {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = () => tokens[at];
  const expected = (what: string) =>
    new SyntaxError(`expected ${what}, but found ${peek() === undefined ? 'the end' : `"${peek()}"`}`);

  function chain(operator: '||' | '&&', operand: () => Depends): Depends {
    const operands = [operand()];
    while (peek() === operator) {
      at += 1;
      operands.push(operand());
    }
    const [only] = operands;
    return operands.length === 1 && only !== undefined ? only : { kind: operator === '||' ? 'OR' : 'AND', operands };
  }
  const any = (): Depends => chain('||', all);
  const all = (): Depends => chain('&&', unary);
  function unary(): Depends {
    const token = peek();
    at += 1;
    if (token === '!') return { kind: 'NOT', operand: unary() };
    if (token === '(') {
      const inner = any();
      if (peek() !== ')') throw expected('")"');
      at += 1;
      return inner;
    }
    if (token === undefined || !/^[A-Za-z0-9]/.test(token)) {
      at -= 1;
      throw expected('the name of a task');
    }
    const [task = '', result = null] = token.split('.');
    if (result !== null && !RESULTS.has(result))
      throw new SyntaxError(`"${result}" is none of ${[...RESULTS].join(', ')}`);
    return { kind: 'TASK', dependency: { task, result } };
  }

  const parsed = any();
  if (at < tokens.length) throw expected('"&&" or "||"');
  return parsed;
}

/** Every task that the expression names. */
export function tasksOf(depends: Depends): string[] {
  if (depends.kind === 'TASK') return [depends.dependency.task];
  if (depends.kind === 'NOT') return tasksOf(depends.operand);
  return depends.operands.flatMap(tasksOf);
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const trimmed = text.trimEnd();
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(trimmed); match !== null; match = TOKEN.exec(trimmed)) tokens.push(match[1] ?? '');
  return tokens;
}
