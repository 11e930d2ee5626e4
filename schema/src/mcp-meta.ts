/** Keys of ours in the `_meta` of MCP messages: what a call carries beside the header of the same meaning, and what a result tells. */
export const MCP_META = {
  /** Text: equal keys, one effect. */
  idempotencyKey: 'dev.aether/idempotency-key',
  /** `{ code, retryable, hint, facts }` of a result with `isError` that is our own error and not the tool's. */
  error: 'dev.aether/error',
  /**
   * `{ responses, state }` of a call by a service of ours: it can be asked by a result. Empty at first; then what a person answered, and what
   * came with the question.
   */
  input: 'dev.aether/input',
  /** `{ requests, state }` of a result with `isError`: what the tool asks for, by the names under which answers go into `input`. */
  inputRequired: 'dev.aether/input-required',
} as const;
