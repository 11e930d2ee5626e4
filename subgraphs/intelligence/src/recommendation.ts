import { counted, type Evidence, FEWEST_PEOPLE, outcomeSentence, type Outcome, provenSuccess } from './evidence.ts';

/** An agent that works for people with the viewer's job in the viewer's department, as the record has it. */
export interface RecommendedAgent {
  readonly agentId: string;
  readonly name: string;
  readonly department: string;
  /** The viewer's; null = everybody in the department counts. */
  readonly jobTitle: string | null;
  /** Peers who use it, and what came of it. */
  readonly people: number;
  /** Those of them who agreed to be named. */
  readonly namedIds: readonly string[];
  readonly peers: Outcome;
  /** What came of it for everybody. */
  readonly everybody: Outcome;
  readonly medianCost: number | null;
}

/** Share of runs that must succeed (the design document's query). */
export const SUCCESS_THRESHOLD = 0.8;

/** Numbers are those of the peers when they are enough not to be told apart; else those of everybody, which whoever sees the agent sees. */
export function provedBy({ people, peers, everybody }: RecommendedAgent): Outcome {
  return people >= FEWEST_PEOPLE ? peers : everybody;
}

export function recommendationEvidence(agent: RecommendedAgent): Evidence {
  const { name, department, jobTitle, people, namedIds, medianCost } = agent;
  const isByPeers = people >= FEWEST_PEOPLE;
  const proved = provedBy(agent);
  const who = jobTitle === null ? 'people' : `people with your job (${jobTitle})`;
  const group = isByPeers ? counted(people, 'colleague') : 'colleagues';
  return {
    runs: proved.runs,
    successRate: proved.runs === 0 ? null : proved.succeeded / proved.runs,
    medianCost,
    people: isByPeers && namedIds.length > 0 ? namedIds.map((id) => ({ id })) : null,
    path: [
      `(you)-[:BELONGS_TO]->(${department})`,
      `(${department})<-[:BELONGS_TO]-(${group}${jobTitle === null ? '' : `, ${jobTitle}`})`,
      `(${group})-[:USES]->(${name})`,
      ...(isByPeers ? [`(${name})-[:SUCCEEDED_FOR]->(${group})`] : []),
    ],
    sentence: isByPeers
      ? `${outcomeSentence(proved)} for ${people} ${who} in ${department}.`
      : `Used by ${who} in ${department}. ${outcomeSentence(proved)}, over everybody.`,
  };
}

export function recommendationScore(agent: RecommendedAgent): number {
  return provenSuccess(provedBy(agent));
}
