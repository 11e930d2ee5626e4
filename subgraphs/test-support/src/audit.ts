/** A run as the record tells it. */
export interface AuditedExecution {
  readonly id: string;
  readonly status: string;
  readonly lastSeq: number;
  /** Its durable events in the order of their numbers. */
  readonly events: readonly { readonly seq: number; readonly name: string; readonly status: string | null }[];
  /** Rows of its ledger. */
  readonly ledger: number;
}

/** What happened in a foreign system under one idempotency key, by its own books. */
export interface AuditedEffect {
  readonly executionId: string;
  readonly key: string;
  readonly effect: 'READ' | 'IDEMPOTENT' | 'KEYED' | 'ONCE';
  readonly requests: number;
  readonly applied: number;
}

export interface AuditFacts {
  /** Ids that callers were told: each of them was promised an end. */
  readonly accepted: readonly string[];
  readonly executions: readonly AuditedExecution[];
  readonly effects?: readonly AuditedEffect[];
  /** Answered model calls by run, by the provider's own books. Absent = they are not compared. */
  readonly modelCalls?: ReadonlyMap<string, number>;
  /** Runs that may still be open, because the scenario leaves them so. @default 0 */
  readonly open?: number;
}

export interface Audit {
  readonly accepted: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly timedOut: number;
  readonly open: number;
  readonly lost: number;
  readonly stuck: number;
  readonly doubledEffects: number;
  readonly gaps: number;
  readonly requests: number;
  readonly applied: number;
  readonly modelCalls: number;
  readonly ledger: number;
  /** One sentence for each broken invariant; empty = all hold. */
  readonly problems: readonly string[];
}

const ENDED = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT'];
const LAST_EVENT = 'execution-end';

/** Checks the invariants of design/execution.md ("How it is proved") against the record and the books of those outside. */
export function audit(facts: AuditFacts): Audit {
  const { executions, effects = [], modelCalls } = facts;
  const known = new Set(executions.map(({ id }) => id));
  const lost = new Set(facts.accepted.filter((id) => !known.has(id)));
  const count = (status: string): number => executions.filter((execution) => execution.status === status).length;
  const open = executions.filter(({ status }) => !ENDED.includes(status));
  const stuck = Math.max(0, open.length - (facts.open ?? 0));
  const doubled = effects.filter(({ effect, applied }) => effect !== 'READ' && applied > 1);
  const gaps = executions.filter(hasGap);
  const ledger = executions.reduce((sum, execution) => sum + execution.ledger, 0);
  const answered = modelCalls === undefined ? 0 : [...modelCalls.values()].reduce((sum, calls) => sum + calls, 0);
  const problems = [
    ...[...lost].map((id) => `${id} was accepted and is not in the record.`),
    ...(stuck > 0 ? open.map(({ id, status }) => `${id} is still ${status}.`) : []),
    ...doubled.map(
      ({ executionId, effect, applied, key }) => `${effect} ${key} of ${executionId}: applied ${applied} times.`,
    ),
    ...gaps.map(({ id, events }) => `${id} has a gap in its events: ${events.map(({ seq }) => seq).join(' ')}.`),
    ...executions.flatMap(endProblems),
    ...(modelCalls === undefined ? [] : executions.flatMap((execution) => ledgerProblems(execution, modelCalls))),
  ];
  const ended = { succeeded: count('SUCCEEDED'), failed: count('FAILED'), cancelled: count('CANCELLED') };
  const accepted = new Set([...facts.accepted, ...known]).size;
  const sum = ended.succeeded + ended.failed + ended.cancelled + count('TIMED_OUT') + open.length;
  if (accepted !== sum + lost.size) problems.push(`${accepted} were accepted, the states add up to ${sum}.`);
  return {
    accepted,
    ...ended,
    timedOut: count('TIMED_OUT'),
    open: open.length,
    lost: lost.size,
    stuck,
    doubledEffects: doubled.length,
    gaps: gaps.length,
    requests: effects.reduce((total, { requests }) => total + requests, 0),
    applied: effects.reduce((total, { applied }) => total + applied, 0),
    modelCalls: answered,
    ledger,
    problems,
  };
}

function hasGap({ events, lastSeq }: AuditedExecution): boolean {
  return events.length !== lastSeq || events.some(({ seq }, index) => seq !== index + 1);
}

/** One end at most, at the end, and of the state that the record shows. */
function endProblems({ id, status, events }: AuditedExecution): string[] {
  const ends = events.filter(({ name }) => name === LAST_EVENT);
  const isEnded = ENDED.includes(status);
  if (ends.length !== (isEnded ? 1 : 0)) return [`${id} is ${status} and has ${ends.length} last events.`];
  const last = events.at(-1);
  if (!isEnded || (last?.name === LAST_EVENT && last.status === status)) return [];
  return [`${id} is ${status}, but its last event is ${last?.name} ${last?.status}.`];
}

/**
 * A row of the ledger stands for a call that the provider answered. A worker that dies may take one answer with it before it is
 * written, so a run that was claimed again, or ended from outside, may have one row less for each time; every other run none.
 */
function ledgerProblems(
  { id, ledger, status, events }: AuditedExecution,
  modelCalls: ReadonlyMap<string, number>,
): string[] {
  const answered = modelCalls.get(id) ?? 0;
  const claims = events.filter(({ name }) => name === 'execution-running').length;
  const interruptions = Math.max(0, claims - 1) + (status === 'CANCELLED' || status === 'TIMED_OUT' ? 1 : 0);
  if (ledger <= answered && answered - ledger <= interruptions) return [];
  return [`${id}: ${ledger} rows in the ledger, ${answered} answers of the provider, ${interruptions} interruptions.`];
}
