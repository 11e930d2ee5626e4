const nothing = { agent: null, user: null, apiKey: null, model: null };

const row = (label: string, cost: number, calls: number, of: object = {}) => ({
  key: label,
  label,
  ...nothing,
  executions: Math.round(calls * 0.7),
  modelCalls: calls,
  promptTokens: calls * 1_840,
  completionTokens: calls * 212,
  cachedTokens: calls * 900,
  cost,
  unpricedCalls: 0,
  ownKeyCost: 0,
  ...of,
});

/** A month of models, the dearest first. */
export const usage = [
  row('openai/gpt-5-mini', 18_420_000_000, 4_210),
  row('anthropic/claude-sonnet-4-5', 12_070_000_000, 803),
  row('openai/text-embedding-3-small', 412_000_000, 9_322),
  row('ollama/qwen3', 0, 311, { unpricedCalls: 311 }),
  row('builtin/extract', 0, 128),
];
