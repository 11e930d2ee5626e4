import type { ToolRecord } from '../catalog/catalog.ts';
import type { QuarantineRule } from '../quarantine/finding.ts';

/** What is told of a call when it is over, without its arguments and its answer. */
export interface CalledTool {
  readonly tool: Pick<ToolRecord, 'id' | 'slug' | 'effect'>;
  /** `SUCCEEDED`, `FAILED` by its own word, `INPUT_REQUIRED`, or the code of an error. */
  readonly outcome: string;
  readonly durationMs: number;
  /** The server may have heard of it. */
  readonly wasSent: boolean;
  /** Of the quarantine, that hit its answer. */
  readonly rules: readonly QuarantineRule[];
}
