/** What the model is told of a call; journaled, so that a resume tells it the same. */
export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
}
