import { agents } from './agents.ts';
import { mara } from './identity.ts';
import { ago } from './shared.ts';

// What the graph says: recommendations, experts, success patterns.

const evidence = (sentence: string, path: readonly string[], medianCost: number | null = 2_100_000) => ({
  runs: 40,
  successRate: 0.95,
  medianCost,
  people: null,
  path,
  sentence,
});

export const recommendedAgents = () => [
  {
    agent: agents[2],
    score: 0.86,
    evidence: evidence('38 of 40 runs succeeded for 4 people with your job (Agent desk) in Support.', [
      '(you)-[:BELONGS_TO]->(Support)',
      '(Support)<-[:BELONGS_TO]-(4 colleagues, Agent desk)',
      '(4 colleagues)-[:USES]->(Order status)',
      '(Order status)-[:SUCCEEDED_FOR]->(4 colleagues)',
    ]),
  },
  {
    agent: agents[1],
    score: 0.61,
    evidence: evidence(
      'Used by people with your job (Agent desk) in Support. 11 of 12 runs succeeded, over everybody.',
      ['(you)-[:BELONGS_TO]->(Support)', '(colleagues)-[:USES]->(Ticket triage)'],
      null,
    ),
  },
];

export const experts = ({ topic }: { topic?: string }) =>
  topic === 'nobody'
    ? []
    : [
        {
          user: { ...mara, jobTitle: 'Support lead' },
          score: 0.72,
          evidence: evidence(`Mara states it in the profile and made 2 agents for it; 128 of 131 runs succeeded.`, [
            `(Mara {expertise: ${topic}})`,
            '(Mara)-[:CREATED]->(Refund policy)',
          ]),
        },
      ];

export const successPatterns = [
  {
    id: 'pat_1',
    useCase: 'refunds',
    summary: 'Policies + builtin/extract',
    support: 131,
    lift: 1.34,
    confidence: 0.977,
    evidence: evidence(
      '128 of 131 runs succeeded for refunds with Policies + builtin/extract, 1.34 times as often as for refunds on the whole.',
      [
        '(2 agents {useCase: refunds})',
        '(2 agents)-[:USES_TOOL|SEARCHES_NOTEBOOK|CONFIGURED_FOR]->(Policies + builtin/extract)',
      ],
    ),
    tools: [],
    notebooks: [],
    models: [],
    updatedAt: ago(3),
  },
];
