import type { InputRequest, InputRequiredResult, Progress } from '@modelcontextprotocol/server';
import type { ServerRecord } from '../catalog/catalog.ts';
import { ToolResultQuarantinedError } from '../errors.ts';
import { cleanValue } from '../upstream/clean-text.ts';
import type { ServerLog } from '../upstream/exchange.ts';
import type { Quarantined } from './quarantined.ts';
import { inspectValue } from './inspect-value.ts';
import { quarantineVerdict } from './quarantine-verdict.ts';

/** What a server says in the middle of a request and beside its result, as its caller may have it. */
export class GuardedExchange {
  readonly #what: string;
  readonly #policy: ServerRecord['quarantine'];
  readonly #onFound: (found: Quarantined) => void;
  readonly #told = new Set<Quarantined['kind']>();

  /** @param what the tool, prompt or resource of the request */
  constructor(what: string, policy: ServerRecord['quarantine'], onFound: (found: Quarantined) => void) {
    this.#what = what;
    this.#policy = policy;
    this.#onFound = onFound;
  }

  /**
   * A form or a page is read by a person before anything happens; a text for the model of the client is not.
   * @throws ToolResultQuarantinedError
   */
  question(request: InputRequest): InputRequest {
    const found = this.#policy === 'OFF' ? [] : inspectValue(request);
    const policy = request.method === 'sampling/createMessage' && this.#policy === 'MARK' ? 'BLOCK' : this.#policy;
    const verdict = quarantineVerdict(policy, found);
    if (verdict !== 'DELIVERED') this.#found({ what: this.#what, kind: 'question', verdict, findings: found });
    if (verdict === 'BLOCKED') throw new ToolResultQuarantinedError(this.#what, found);
    return cleanValue(request);
  }

  /** @throws ToolResultQuarantinedError */
  questions(result: InputRequiredResult): InputRequiredResult {
    const { inputRequests = {} } = result;
    const guarded = Object.entries(inputRequests).map(([name, request]) => [name, this.question(request)] as const);
    return { ...cleanValue(result), inputRequests: Object.fromEntries(guarded) };
  }

  /** Null = nobody hears of it. */
  log(log: ServerLog): ServerLog | null {
    return this.#isHeld('log', log) ? null : cleanValue(log);
  }

  progress(progress: Progress): Progress {
    const { message, ...numbers } = progress;
    if (message === undefined) return progress;
    return this.#isHeld('progress', message) ? numbers : { ...numbers, message: cleanValue(message) };
  }

  /** What cannot be marked is left out. */
  #isHeld(kind: Quarantined['kind'], said: unknown): boolean {
    const findings = this.#policy === 'OFF' ? [] : inspectValue(said);
    if (findings.length === 0) return false;
    this.#found({ what: this.#what, kind, verdict: 'BLOCKED', findings });
    return true;
  }

  /** Once of each kind: a server may log without end. */
  #found(found: Quarantined): void {
    if (this.#told.has(found.kind)) return;
    this.#told.add(found.kind);
    this.#onFound(found);
  }
}
