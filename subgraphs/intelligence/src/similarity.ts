import { type Evidence, outcomeSentence, type Outcome, provenSuccess, successRateOf } from './evidence.ts';

/** A tool, notebook or model of an agent, which the viewer sees. */
export interface AgentPart {
  readonly id: string;
  readonly name: string;
  /** Type of the edge that leads to it. */
  readonly edge: string;
}

export interface ComparedAgent {
  readonly agentId: string;
  readonly name: string;
  readonly useCase: string | null;
  readonly parts: readonly AgentPart[];
}

export interface SimilarAgent extends ComparedAgent {
  readonly outcome: Outcome;
  readonly medianCost: number | null;
}

export interface AgentMatch {
  readonly agentId: string;
  readonly score: number;
  readonly evidence: Evidence;
}

const WEIGHT = { useCase: 0.5, parts: 0.3, success: 0.2 } as const;

const folded = (text: string | null): string => (text ?? '').trim().toLowerCase();

function sharesUseCase(left: ComparedAgent, right: ComparedAgent): boolean {
  return folded(left.useCase) !== '' && folded(left.useCase) === folded(right.useCase);
}

/** How near `other` is to `agent`: the use case counts half, shared parts three tenths, proven success the rest. */
export function similarity(agent: ComparedAgent, other: SimilarAgent): AgentMatch {
  const ids = new Set(agent.parts.map(({ id }) => id));
  const shared = other.parts.filter(({ id }) => ids.has(id));
  const all = new Set([...ids, ...other.parts.map(({ id }) => id)]).size;
  const isSameUse = sharesUseCase(agent, other);
  const score =
    (isSameUse ? WEIGHT.useCase : 0) +
    (all === 0 ? 0 : (WEIGHT.parts * shared.length) / all) +
    WEIGHT.success * provenSuccess(other.outcome);
  const reasons = [
    ...(isSameUse ? ['the same use case'] : []),
    ...(shared.length === 0 ? [] : [shared.map(({ name }) => name).join(', ')]),
  ];
  return {
    agentId: other.agentId,
    score,
    evidence: {
      runs: other.outcome.runs,
      successRate: successRateOf(other.outcome),
      medianCost: other.medianCost,
      people: null,
      path: [
        ...(isSameUse
          ? [`(${agent.name} {useCase: ${agent.useCase}})`, `(${other.name} {useCase: ${other.useCase}})`]
          : []),
        ...shared.flatMap(({ edge, name }) => [
          `(${agent.name})-[:${edge}]->(${name})`,
          `(${name})<-[:${edge}]-(${other.name})`,
        ]),
      ],
      sentence: `Shares ${reasons.join(' and ')}. ${other.outcome.runs === 0 ? 'No runs yet' : outcomeSentence(other.outcome)}.`,
    },
  };
}

/** Nearest first; equal ones by id, so that the order is always the same. */
export function nearest(agent: ComparedAgent, others: readonly SimilarAgent[], first: number): readonly AgentMatch[] {
  return others
    .map((other) => similarity(agent, other))
    .toSorted((left, right) => right.score - left.score || (left.agentId < right.agentId ? -1 : 1))
    .slice(0, first);
}
