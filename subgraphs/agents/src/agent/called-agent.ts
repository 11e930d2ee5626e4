import type { JsonObject } from '@aether/schema';

/** An agent that a specification names among its tools, as `agent/<slug>`, judged for one person. */
export interface CalledAgent {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** JSON Schema of its published input; null = nothing is published. */
  readonly inputSchema: JsonObject | null;
  /** Of the published version. */
  readonly hash: string | null;
  /** Why the person may not run it; null = may. */
  readonly refusal: string | null;
}
