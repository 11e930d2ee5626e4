import { counted, type Evidence, outcomeSentence, type Outcome } from './evidence.ts';

/** In the order in which a summary names them. */
const KINDS = ['tool', 'notebook', 'model'] as const;

/** What an agent is put together from. */
export interface PatternPart {
  readonly kind: (typeof KINDS)[number];
  readonly id: string;
  readonly name: string;
}

/** A published agent that everybody in the tenant sees, with the parts that everybody sees. */
export interface PatternSource {
  readonly agentId: string;
  readonly useCase: string;
  readonly outcome: Outcome;
  readonly medianCost: number | null;
  readonly parts: readonly PatternPart[];
}

/** Parts that do better together than agents for the same use case do on the whole. */
export interface MinedPattern {
  readonly useCase: string;
  /** The same parts for the same use case have the same key. */
  readonly key: string;
  readonly parts: readonly PatternPart[];
  readonly agents: number;
  readonly outcome: Outcome;
  readonly lift: number;
  /** Share of its runs that succeeded. */
  readonly confidence: number;
  readonly medianCost: number | null;
}

/** Runs below which a share says little. */
const FEWEST_RUNS = 10;
/** Patterns kept for one use case. */
const MOST_PATTERNS = 20;

function sum(sources: readonly PatternSource[]): Outcome {
  return {
    runs: sources.reduce((total, { outcome }) => total + outcome.runs, 0),
    succeeded: sources.reduce((total, { outcome }) => total + outcome.succeeded, 0),
  };
}

/** Groups of agents that share a part or two, each once; what a group has in common may be more than these two. */
function groupsOf(sources: readonly PatternSource[]): readonly (readonly PatternSource[])[] {
  const sharing = new Map<string, PatternSource[]>();
  for (const source of sources) {
    const ids = source.parts.map(({ id }) => id).toSorted();
    for (const [index, id] of ids.entries())
      for (const other of ids.slice(index)) {
        const key = `${id}+${other}`;
        sharing.set(key, [...(sharing.get(key) ?? []), source]);
      }
  }
  const byAgents = new Map([...sharing.values()].map((group) => [group.map(({ agentId }) => agentId).join(), group]));
  return [...byAgents.values()];
}

function patternOf(useCase: string, group: readonly PatternSource[], base: number): MinedPattern | null {
  const outcome = sum(group);
  const [first] = group;
  if (first === undefined || outcome.runs < FEWEST_RUNS || base === 0) return null;
  const parts = first.parts
    .filter(({ id }) => group.every((source) => source.parts.some((part) => part.id === id)))
    .toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const confidence = outcome.succeeded / outcome.runs;
  const lift = confidence / base;
  if (lift <= 1) return null;
  return {
    useCase,
    key: parts.map(({ id }) => id).join('+'),
    parts,
    agents: group.length,
    outcome,
    lift,
    confidence,
    medianCost: group.length === 1 ? first.medianCost : null,
  };
}

/**
 * Finds, for each use case, the parts whose agents succeed more often than all agents of that use case: confidence = their share,
 * lift = that share ÷ the share of all. Its cost depends on agents and parts, never on the number of runs.
 */
export function minePatterns(sources: readonly PatternSource[]): readonly MinedPattern[] {
  const byUseCase = Map.groupBy(sources, ({ useCase }) => useCase.trim().toLowerCase());
  return [...byUseCase.values()].flatMap((agents) => {
    const all = sum(agents);
    const base = all.runs === 0 ? 0 : all.succeeded / all.runs;
    const useCase = agents[0]?.useCase.trim() ?? '';
    return groupsOf(agents)
      .flatMap((group) => patternOf(useCase, group, base) ?? [])
      .toSorted((left, right) => right.lift - left.lift || right.outcome.runs - left.outcome.runs)
      .slice(0, MOST_PATTERNS);
  });
}

/** `Handbook + builtin/extract` */
export function patternSummary(parts: readonly PatternPart[]): string {
  return parts
    .toSorted(
      (left, right) => KINDS.indexOf(left.kind) - KINDS.indexOf(right.kind) || left.name.localeCompare(right.name),
    )
    .map(({ name }) => name)
    .join(' + ');
}

export function patternEvidence(pattern: {
  readonly useCase: string;
  readonly summary: string;
  readonly agents: number;
  readonly outcome: Outcome;
  readonly lift: number;
  readonly confidence: number;
  readonly medianCost: number | null;
}): Evidence {
  const { useCase, summary, agents, outcome, lift, confidence, medianCost } = pattern;
  const group = counted(agents, 'agent');
  return {
    runs: outcome.runs,
    successRate: confidence,
    medianCost,
    people: null,
    path: [
      `(${group} {useCase: ${useCase}})`,
      `(${group})-[:USES_TOOL|SEARCHES_NOTEBOOK|CONFIGURED_FOR]->(${summary})`,
    ],
    sentence: `${outcomeSentence(outcome)} for ${useCase} with ${summary}, ${lift.toFixed(2)} times as often as for ${useCase} on the whole.`,
  };
}
