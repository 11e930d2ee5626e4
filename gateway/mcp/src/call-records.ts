import type { Clock, InternalOperations } from '@aether/common/service';
import { type ErrorCode, RecordToolCallDocument } from '@aether/schema';
import type { GatewayEvents } from './events.ts';
import { isRunCaller } from './federation/is-run-caller.ts';
import type { CalledTool } from './federation/called-tool.ts';
import type { ClientRequest } from './federation/client-request.ts';

/** Records of one tenant that are on their way; what is more is told to the log. */
const MAXIMUM_WAITING = 200;
/** What changed nothing is recorded once in this time for each key and tool: a loop of a client fills no log. */
const REPEATED_MS = 60_000; // 1 minute
/** Of what was recorded lately; above, the oldest are forgotten. */
const MAXIMUM_LATELY = 10_000;
const NOT_ALLOWED: ErrorCode = 'TOOL_NOT_ALLOWED';

export interface CallRecordsParts {
  readonly operations: InternalOperations;
  readonly events: GatewayEvents;
  readonly clock: Pick<Clock, 'monotonicMs'>;
}

/** Tells agents of the calls that the audit log keeps, without making a caller wait. */
export class CallRecords implements AsyncDisposable {
  readonly #parts: CallRecordsParts;
  readonly #sending = new Set<Promise<unknown>>();
  /** By tenant. */
  readonly #waiting = new Map<string, number>();
  /** When, by who, tool and outcome; the oldest first. */
  readonly #lately = new Map<string, number>();

  constructor(parts: CallRecordsParts) {
    this.#parts = parts;
  }

  /**
   * Calls that may write are kept each; calls of runs are steps of their chains already. What was quarantined, and what a key may not call,
   * tool or agent, is kept whoever called, once a minute. What was never sent otherwise is not kept.
   */
  add(request: Pick<ClientRequest, 'viewer' | 'context'>, called: CalledTool): void {
    const { tool, outcome, rules, wasSent } = called;
    const isWrite = wasSent && tool.effect !== 'READ' && !isRunCaller(request.context.caller);
    const isNoted = rules.length > 0 || outcome === NOT_ALLOWED;
    if (isWrite || (isNoted && this.#isNew(request, called))) this.#send(request, called);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#sending);
  }

  #isNew({ viewer, context }: Pick<ClientRequest, 'viewer' | 'context'>, { tool, rules }: CalledTool): boolean {
    const now = this.#parts.clock.monotonicMs();
    const who = viewer.apiKey?.id ?? viewer.userId ?? viewer.serviceAccountId ?? '';
    const kind = rules.length > 0 ? 'quarantine' : NOT_ALLOWED;
    const key = [viewer.tenantId, who, context.caller, tool.id, kind].join(' ');
    if (now - (this.#lately.get(key) ?? -Infinity) < REPEATED_MS) return false;
    this.#lately.delete(key);
    this.#lately.set(key, now);
    const [oldest] = this.#lately.keys();
    if (this.#lately.size > MAXIMUM_LATELY && oldest !== undefined) this.#lately.delete(oldest);
    return true;
  }

  #send({ viewer, context }: Pick<ClientRequest, 'viewer' | 'context'>, called: CalledTool): void {
    const { operations, events } = this.#parts;
    const { tool, outcome, rules } = called;
    const { tenantId } = viewer;
    const waiting = this.#waiting.get(tenantId) ?? 0;
    if (waiting >= MAXIMUM_WAITING) {
      events.callNotRecorded(context, tool.slug, new Error('Too many records of this tenant are on their way.'));
      return;
    }
    this.#waiting.set(tenantId, waiting + 1);
    const input = { toolId: tool.id, outcome, durationMs: Math.round(called.durationMs), rules: [...rules] };
    const sending = operations
      .call(RecordToolCallDocument, { input }, { onBehalfOf: viewer, requestId: context.requestId })
      .catch((error: unknown) => events.callNotRecorded(context, tool.slug, error))
      .finally(() => {
        this.#sending.delete(sending);
        const left = (this.#waiting.get(tenantId) ?? 1) - 1;
        if (left === 0) this.#waiting.delete(tenantId);
        else this.#waiting.set(tenantId, left);
      });
    this.#sending.add(sending);
  }
}
