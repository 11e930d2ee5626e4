/** Keys of ours in the `_meta` of MCP messages: what a call carries beside the header of the same meaning, and what a result tells. */
export const MCP_META = {
  /** Text: equal keys, one effect. */
  idempotencyKey: 'dev.aether/idempotency-key',
  /** `{ code, retryable, hint, facts }` of a result with `isError` that is our own error and not the tool's. */
  error: 'dev.aether/error',
} as const;
