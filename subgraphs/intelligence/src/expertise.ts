import { counted, type Evidence, outcomeSentence, type Outcome, provenSuccess, successRateOf } from './evidence.ts';

/** A published agent that a person made and the viewer sees. */
export interface MadeAgent {
  readonly name: string;
  readonly useCase: string | null;
  readonly tags: readonly string[];
  readonly outcome: Outcome;
  readonly medianCost: number | null;
}

/** What a person has made public about what they know: who uses what is never asked. */
export interface PersonRecord {
  readonly userId: string;
  readonly name: string;
  /** Topics that the person states in the profile. */
  readonly expertise: readonly string[];
  readonly made: readonly MadeAgent[];
}

export interface Expertise {
  readonly topic: string;
  readonly score: number;
  readonly evidence: Evidence;
}

const WEIGHT = { stated: 0.3, proved: 0.7 } as const;

const folded = (text: string): string => text.trim().toLowerCase();

function isAbout(topic: string, agent: MadeAgent): boolean {
  return folded([agent.name, agent.useCase ?? '', ...agent.tags].join(' ')).includes(folded(topic));
}

/** What the record proves of a person and a topic; null = nothing. Stating it counts three tenths, agents that succeed the rest. */
export function expertiseIn(topic: string, person: PersonRecord): Expertise | null {
  const isStated = person.expertise.some((stated) => folded(stated).includes(folded(topic)));
  const made = person.made.filter((agent) => isAbout(topic, agent));
  if (!isStated && made.length === 0) return null;
  const outcome: Outcome = {
    runs: made.reduce((sum, agent) => sum + agent.outcome.runs, 0),
    succeeded: made.reduce((sum, agent) => sum + agent.outcome.succeeded, 0),
  };
  const facts = [
    ...(isStated ? ['states it in the profile'] : []),
    ...(made.length === 0 ? [] : [`made ${counted(made.length, 'agent')} for it`]),
  ];
  return {
    topic,
    score: (isStated ? WEIGHT.stated : 0) + WEIGHT.proved * provenSuccess(outcome),
    evidence: {
      runs: outcome.runs,
      successRate: successRateOf(outcome),
      // The middle of several agents' middles is not the middle of their runs.
      medianCost: made.length === 1 ? (made[0]?.medianCost ?? null) : null,
      people: null,
      path: [
        ...(isStated ? [`(${person.name} {expertise: ${topic}})`] : []),
        ...made.map(({ name }) => `(${person.name})-[:CREATED]->(${name})`),
      ],
      sentence: `${person.name} ${facts.join(' and ')}${outcome.runs === 0 ? '' : `; ${outcomeSentence(outcome)}`}.`,
    },
  };
}

/** Everything a person states or has made agents for, best proved first. */
export function expertiseOf(person: PersonRecord): readonly Expertise[] {
  const named = [...person.expertise, ...person.made.flatMap(({ useCase }) => useCase ?? [])];
  const topics = new Map(named.filter((topic) => folded(topic) !== '').map((topic) => [folded(topic), topic]));
  return [...topics.values()]
    .flatMap((topic) => expertiseIn(topic, person) ?? [])
    .toSorted((left, right) => right.score - left.score || (left.topic < right.topic ? -1 : 1));
}
