interface Expression {
  test(text: string): boolean;
}

/** Every text fits: the expression itself never runs. */
const anything: Expression = { test: () => true };

/**
 * `code.regExp` of Ajv for schemas that people or tool servers wrote: `pattern` becomes an annotation. JavaScript has no bound for the
 * time of a regular expression, and these would run on the thread that serves everybody. Agents with patterns cannot be published; a
 * tool server checks its own.
 */
export const noPatterns: ((pattern: string, flags: string) => Expression) & { readonly code: string } = Object.assign(
  () => anything,
  { code: 'noPatterns' },
);
