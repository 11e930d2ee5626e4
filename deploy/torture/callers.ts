import { setTimeout as pause } from 'node:timers/promises';
import { EFFECTS, executeOverHttp, testViewer } from '@aether/test-support';
import type { SeededRandom } from './seeded-random.ts';
import type { TortureWorld } from './torture-world.ts';

const RUN = `mutation ($input: RunAgentInput!) { runAgent(input: $input) { execution { id } userErrors { code } } }`;
const CANCEL = `mutation ($input: CancelExecutionInput!) { cancelExecution(input: $input) { userErrors { code } } }`;
const PENDING = `query { pendingApprovals(first: 50) { edges { node { id proposedHash } } } }`;
const DECIDE = `mutation ($input: DecideApprovalInput!) { decideApproval(input: $input) { userErrors { code } } }`;

interface RunAnswer {
  readonly runAgent: { readonly execution: { readonly id: string } | null };
}
interface PendingAnswer {
  readonly pendingApprovals: { readonly edges: readonly { readonly node: { id: string; proposedHash: string } }[] };
}

interface Submission {
  readonly key: string;
  readonly question: string;
}

/** A caller does not wait for ever for a process that was cut off. */
const PATIENCE_MS = 10_000;
const MOST_UNANSWERED = 200;
/** Of one turn: each may take all of the patience. */
const MOST_DECISIONS = 5;

/** What people and programs do all the time. They remember what they were promised. */
export class Callers {
  readonly viewer = testViewer();
  /** Ids that they were told. */
  readonly accepted = new Set<string>();
  readonly counts = { submitted: 0, 'submitted again': 0, cancels: 0, decisions: 0, 'not answered': 0 };
  /** Asked, and not answered: whether it was accepted nobody knows. */
  readonly #unanswered: Submission[] = [];
  readonly #answered: Submission[] = [];
  readonly #ids: string[] = [];
  readonly #world: TortureWorld;
  readonly #random: SeededRandom;

  constructor(world: TortureWorld, random: SeededRandom) {
    this.#world = world;
    this.#random = random;
  }

  /** One thing that somebody does now. */
  async act(): Promise<void> {
    const dice = this.#random.next();
    if (dice < 0.7) return this.#unanswered.length < MOST_UNANSWERED ? this.#submit(this.#next()) : this.askAgain();
    if (dice < 0.85) return this.askAgain();
    if (dice < 0.95) return this.#cancel();
    return this.decide();
  }

  /** The same request under the same key: of one that was never answered, else of one that was. */
  async askAgain(): Promise<void> {
    const submission = this.#unanswered.shift() ?? this.#answered.at(this.#random.between(-20, -1));
    if (submission === undefined) return;
    this.counts['submitted again'] += 1;
    await this.#submit(submission);
  }

  get unanswered(): number {
    return this.#unanswered.length;
  }

  /** Nobody lets a call be made again of which it is not known whether it was made: so each is made once at most. */
  async decide(): Promise<void> {
    const pending = await this.#ask<PendingAnswer>(PENDING, {});
    for (const { node } of pending?.pendingApprovals.edges.slice(0, MOST_DECISIONS) ?? []) {
      this.counts.decisions += 1;
      const input = { approvalId: node.id, proposedHash: node.proposedHash, decision: 'DENY' };
      await this.#ask(DECIDE, { input });
    }
  }

  #next(): Submission {
    const tools = Object.keys(EFFECTS);
    const calls = Array.from({ length: this.#random.between(0, 3) }, () => this.#random.of(tools));
    this.counts.submitted += 1;
    return { key: `key ${this.counts.submitted}`, question: calls.length === 0 ? 'Why?' : `call ${calls.join(' ')}` };
  }

  async #submit(submission: Submission): Promise<void> {
    const { key, question } = submission;
    const input = { slug: 'helper', input: { question }, idempotencyKey: key };
    const answer = await this.#ask<RunAnswer>(RUN, { input });
    const id = answer?.runAgent?.execution?.id;
    if (id === undefined) {
      this.counts['not answered'] += 1;
      this.#unanswered.push(submission);
      return;
    }
    if (!this.accepted.has(id)) {
      this.#answered.push(submission);
      this.#ids.push(id);
    }
    this.accepted.add(id);
  }

  async #cancel(): Promise<void> {
    const executionId = this.#ids.at(this.#random.between(-10, -1));
    if (executionId === undefined) return;
    this.counts.cancels += 1;
    await this.#ask(CANCEL, { input: { executionId, reason: 'torture' } });
  }

  async #ask<Data>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Data | null> {
    const origins = this.#world.workers.flatMap(({ origin }) => origin ?? []);
    if (origins.length === 0) {
      await pause(100);
      return null;
    }
    const operation = { service: 'executions', query, variables };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return (await executeOverHttp<Data>(this.#random.of(origins), this.viewer, operation, signal)).data;
  }
}
