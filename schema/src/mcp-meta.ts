/** Keys of ours in the `_meta` of MCP messages: what a call carries beside the header of the same meaning, and what a result tells. */
export const MCP_META = {
  /** Text: equal keys, one effect. */
  idempotencyKey: 'dev.aether/idempotency-key',
  /** `{ code, retryable, hint, facts }` of a result with `isError` that is our own error and not the tool's. */
  error: 'dev.aether/error',
  /**
   * `{ verdict, findings }` of a result that has text as if it were meant for a model: MARKED or BLOCKED, and each finding with its rule
   * and place. A service of ours that keeps results is given a blocked one as `evidence`; to one that runs agents a marked one goes as it
   * is, with the `marks` (`{ begin, end }`) that go around it where a model reads it.
   */
  quarantine: 'dev.aether/quarantine',
  /**
   * `{ responses, state }` of a call by a service of ours: it can be asked by a result. Empty at first; then what a person answered, and what
   * came with the question.
   */
  input: 'dev.aether/input',
  /**
   * `{ requests, state, isMidCall }` of a result with `isError`: what the tool asks for, by the names under which answers go into `input`, and
   * whether its call had begun.
   */
  inputRequired: 'dev.aether/input-required',
  /** `true` of a result that asks: the call had begun and was given up, so it may have had its effect. Absent = the server has done nothing so far. */
  midCall: 'dev.aether/mid-call',
  /** Of a tool that is an HTTP request: a hash of all that decides what is sent, so that a definition does not stay the same when that changes. */
  request: 'dev.aether/request',
  /** Of a tool: the effect that its server proposes, where hints cannot say it. */
  effect: 'dev.aether/effect',
} as const;
