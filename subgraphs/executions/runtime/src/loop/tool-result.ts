import type { TextMarks } from '@aether/schema';
import type { ToolQuestions } from '../runtime-parts.ts';

/** What the model is told of a call; journaled, so that a resume tells it the same. */
export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
  /** It was not called: somebody has to sign in to its server first. */
  readonly needsAuth?: boolean;
  /** It was not called: the person in whose name the run is made has no own account at its server. */
  readonly needsOwnAccount?: boolean;
  /** What was held back of its answer. People read it in the step; no model is ever told. */
  readonly evidence?: string;
  /** Stand around the text where a model reads it, and nowhere else. */
  readonly marks?: TextMarks;
  /** It asks this first. */
  readonly asks?: ToolQuestions;
}
