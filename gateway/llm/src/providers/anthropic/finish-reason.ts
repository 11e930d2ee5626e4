const REASONS: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  pause_turn: 'stop',
  tool_use: 'tool_calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'content_filter',
};

/** Anthropic's `stop_reason` in OpenAI's words; one that is not known yet passes as it is. */
export function finishReason(stopReason: string): string {
  return REASONS[stopReason] ?? stopReason;
}
