import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import { endsAtOnce } from './ends-at-once.ts';
import { ExpressionError } from './expression-error.ts';
import { referencesIn, variablesIn } from './references-in.ts';
import { toPlainValue } from './to-plain-value.ts';

/** Compiled expressions by their text. */
const MAXIMUM_COMPILED = 1_000;

/** A variable of expressions and its type in CEL: `map`, `int`, `dyn` … */
export type ExpressionVariables = Readonly<Record<string, string>>;

/** An expression that parses and checks. */
interface Compiled {
  readonly expression: ParseResult;
  /** Type of its value. */
  readonly type: string | undefined;
  readonly endsAtOnce: boolean;
}

export interface ExpressionLanguageOptions {
  readonly variables: ExpressionVariables;
  /** Characters of one expression. */
  readonly maximumLength: number;
}

/**
 * CEL over some variables, in bounds: length, nesting and size of literals. How long an evaluation takes is bounded by `withinTime`.
 * Numbers of JSON are doubles here, so that doubles and whole numbers may be mixed: `inputs.amount * 2`.
 */
export class ExpressionLanguage {
  readonly #environment: Environment;
  readonly #maximumLength: number;
  readonly #variables: ReadonlySet<string>;
  readonly #compiled = new Map<string, Compiled>();

  constructor({ variables, maximumLength }: ExpressionLanguageOptions) {
    this.#maximumLength = maximumLength;
    this.#variables = new Set(Object.keys(variables));
    this.#environment = new Environment({
      homogeneousAggregateLiterals: false,
      enableOptionalTypes: true,
      limits: { maxAstNodes: 300, maxDepth: 16, maxListElements: 50, maxMapEntries: 50, maxCallArguments: 8 },
    });
    for (const [name, type] of Object.entries(variables)) this.#environment.registerVariable(name, type);
    mixNumbers(this.#environment);
  }

  /** @throws ExpressionError when it is too long, does not parse, or cannot have a value of the expected type */
  compile(text: string, expected: 'bool' | 'any' = 'any'): ParseResult {
    const { expression, type } = this.#compile(text);
    if (expected === 'bool' && type !== 'bool' && type !== 'dyn')
      throw new ExpressionError(`it gives ${type}, and true or false is needed`, null);
    return expression;
  }

  /** Whether it needs no clock: what it costs is little whatever the variables are. @throws ExpressionError */
  endsAtOnce(text: string): boolean {
    return this.#compile(text).endsAtOnce;
  }

  /** Variables of the language that the expression names. @throws ExpressionError */
  variables(text: string): readonly string[] {
    return variablesIn(this.compile(text).ast).filter((name) => this.#variables.has(name));
  }

  /** Names behind a variable that the expression names literally: `nodes.a` and `nodes["a"]` give `a`. @throws ExpressionError */
  references(text: string, variable: string): readonly string[] {
    return referencesIn(this.compile(text).ast, variable);
  }

  /** The value of an expression as JSON; undefined when it is an empty optional. @throws ExpressionError */
  evaluate(text: string, scope: Readonly<Record<string, unknown>>): unknown {
    const expression = this.compile(text);
    try {
      return toPlainValue(expression({ ...scope }));
    } catch (error) {
      throw ExpressionError.of(error);
    }
  }

  #compile(text: string): Compiled {
    const known = this.#compiled.get(text);
    if (known !== undefined) return known;
    if (text.length > this.#maximumLength)
      throw new ExpressionError(`it has ${text.length} characters, and at most ${this.#maximumLength} are read`, null);
    const expression = this.#parse(text);
    const { valid, type, error } = expression.check();
    if (!valid) throw ExpressionError.of(error);
    const compiled = { expression, type, endsAtOnce: endsAtOnce(expression.ast) };
    if (this.#compiled.size >= MAXIMUM_COMPILED) this.#compiled.clear();
    this.#compiled.set(text, compiled);
    return compiled;
  }

  #parse(text: string): ParseResult {
    try {
      return this.#environment.parse(text);
    } catch (error) {
      throw ExpressionError.of(error);
    }
  }
}

/** CEL itself refuses `1.5 + 1`. Whoever writes `inputs.amount + 1` cannot know that every number of JSON is a double. */
function mixNumbers(environment: Environment): void {
  const operators: Readonly<Record<string, (left: number, right: number) => number>> = {
    '+': (left, right) => left + right,
    '-': (left, right) => left - right,
    '*': (left, right) => left * right,
    '/': (left, right) => left / right,
  };
  for (const [operator, compute] of Object.entries(operators)) {
    for (const [left, right] of [
      ['double', 'int'],
      ['int', 'double'],
    ])
      environment.registerOperator(`${left} ${operator} ${right}: double`, (a: number | bigint, b: number | bigint) =>
        compute(Number(a), Number(b)),
      );
  }
}
