import type { InternalOperations } from '@aether/common/service';
import { RecordToolCallDocument } from '@aether/schema';
import type { GatewayEvents } from './events.ts';
import { isRunCaller } from './federation/is-run-caller.ts';
import type { CalledTool } from './federation/called-tool.ts';
import type { ClientRequest } from './federation/client-request.ts';

/** Records that are on their way; what is more is told to the log. */
const MAXIMUM_WAITING = 1_000;

/** Tells agents of the calls that the audit log keeps, without making a caller wait. */
export class CallRecords implements AsyncDisposable {
  readonly #parts: { readonly operations: InternalOperations; readonly events: GatewayEvents };
  readonly #sending = new Set<Promise<unknown>>();

  constructor(parts: { readonly operations: InternalOperations; readonly events: GatewayEvents }) {
    this.#parts = parts;
  }

  /** Calls of runs are steps of their chains already; what was quarantined is kept whoever called. */
  add({ viewer, context }: Pick<ClientRequest, 'viewer' | 'context'>, called: CalledTool): void {
    const { tool, outcome, rules } = called;
    const isKept = rules.length > 0 || (tool.effect !== 'READ' && !isRunCaller(context.caller));
    if (!isKept) return;
    const { operations, events } = this.#parts;
    if (this.#sending.size >= MAXIMUM_WAITING) {
      events.callNotRecorded(context, tool.slug, new Error('Too many records are on their way.'));
      return;
    }
    const input = { toolId: tool.id, outcome, durationMs: Math.round(called.durationMs), rules: [...rules] };
    const sending = operations
      .call(RecordToolCallDocument, { input }, { onBehalfOf: viewer, requestId: context.requestId })
      .catch((error: unknown) => events.callNotRecorded(context, tool.slug, error))
      .finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#sending);
  }
}
