import { tenantStatement } from '@aether/common/graph';
import { testId, testViewer } from '@aether/test-support';
import type { Viewer } from '@aether/common/security';
import { AGENT, PEOPLE, RUNS, type RunningIntelligence } from './start-intelligence.ts';

const PART = tenantStatement(
  'intelligence-test.parts',
  `UNWIND $notebooks AS row CREATE (notebook:Notebook {tenantId: $tenantId, id: row.id}) SET notebook += row
   WITH DISTINCT 1 AS one CREATE (model:LLM {tenantId: $tenantId, id: $model.id}) SET model += $model`,
);
const WIRE = tenantStatement(
  'intelligence-test.wire',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})
   MATCH (owner:User {tenantId: $tenantId, id: $ownerId}) CREATE (owner)-[:CREATED]->(agent)
   WITH agent MATCH (model:LLM {tenantId: $tenantId, id: $modelId}) CREATE (agent)-[:CONFIGURED_FOR {primary: true}]->(model)
   WITH agent UNWIND $notebookIds AS notebookId
   MATCH (notebook:Notebook {tenantId: $tenantId, id: notebookId}) CREATE (agent)-[:SEARCHES_NOTEBOOK]->(notebook)`,
);

type Runs = readonly (readonly [person: string, runs: number, succeeded: number])[];

/** Who ran what how often, and how often it succeeded: 40 runs of 6 people on 4 agents. */
const RUNS_OF: Readonly<Record<string, Runs>> = {
  reader: [
    ['ben', 5, 5],
    ['cleo', 4, 4],
    ['dan', 3, 2],
    ['eva', 2, 2],
  ],
  checker: [
    ['mara', 4, 4],
    ['ben', 2, 2],
  ],
  travel: [
    ['ben', 4, 4],
    ['finn', 6, 5],
  ],
  ledger: [
    ['ben', 3, 1],
    ['cleo', 3, 1],
    ['dan', 2, 1],
    ['finn', 2, 0],
  ],
};

const AGENTS = {
  reader: { name: 'Invoice reader', useCase: 'invoices', owner: 'cleo', notebooks: ['handbook'] },
  checker: { name: 'Invoice checker', useCase: 'Invoices', owner: 'mara', notebooks: ['handbook', 'rules'] },
  travel: { name: 'Travel desk', useCase: 'travel', owner: 'ben', notebooks: ['trips'] },
  ledger: { name: 'Ledger writer', useCase: 'invoices', owner: 'eva', notebooks: ['ledger'] },
} as const;

export type OfficeAgent = keyof typeof AGENTS;

export interface Office {
  readonly tenantId: string;
  /** Ids by name. */
  readonly people: Readonly<Record<string, string>>;
  readonly agents: Readonly<Record<OfficeAgent, string>>;
  readonly notebooks: Readonly<Record<string, string>>;
  readonly departments: readonly string[];
  /** Ids of the runs of one person on one agent. */
  runsOf(agent: OfficeAgent, person: string): readonly string[];
  viewerOf(person: string): Viewer;
}

/**
 * Mara, Ben, Cleo and Dan are analysts in Finance, Eva leads it, Finn is an analyst in Sales. Dan states invoices as his topic.
 * Every run of an agent costs the same: 200, 300, 100 and 400 nano-dollars.
 */
export async function makeOffice({ write, compute }: RunningIntelligence): Promise<Office> {
  const { tenantId } = testViewer();
  const idsOf = <Name extends string>(prefix: 'usr' | 'agt' | 'nbk', names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, testId(prefix)])) as Record<Name, string>;
  const people = idsOf('usr', ['mara', 'ben', 'cleo', 'dan', 'eva', 'finn']);
  const agents = idsOf('agt', ['reader', 'checker', 'travel', 'ledger']);
  const notebooks = idsOf('nbk', ['handbook', 'rules', 'trips', 'ledger']);
  const model = { id: testId('mdl'), name: 'Extract' };
  const [finance, sales] = [testId('dep'), testId('dep')];
  const person = (id: string, name: string, jobTitle: string, expertise: readonly string[] = []) => ({
    id,
    name,
    jobTitle,
    expertise,
    status: 'ACTIVE',
    namedInEvidence: true,
  });
  await write(tenantId, PEOPLE, {
    departmentId: finance,
    departmentName: 'Finance',
    people: [
      person(people.mara, 'Mara', 'Analyst'),
      person(people.ben, 'Ben', 'Analyst'),
      person(people.cleo, 'Cleo', 'Analyst'),
      person(people.dan, 'Dan', 'Analyst', ['Invoices']),
      person(people.eva, 'Eva', 'Head of Finance'),
    ],
  });
  await write(tenantId, PEOPLE, {
    departmentId: sales,
    departmentName: 'Sales',
    people: [person(people.finn, 'Finn', 'Analyst')],
  });
  await write(tenantId, PART, {
    notebooks: Object.entries(notebooks).map(([name, id]) => ({
      id,
      name,
      visibility: 'TENANT',
      audience: [tenantId],
    })),
    model,
  });
  const runIds = new Map<string, string[]>();
  const cost: Readonly<Record<OfficeAgent, number>> = { reader: 200, checker: 300, travel: 100, ledger: 400 };
  for (const key of Object.keys(AGENTS) as OfficeAgent[]) {
    const { name, useCase, owner, notebooks: searched } = AGENTS[key];
    const agent = { id: agents[key], name, useCase, status: 'PUBLISHED', visibility: 'TENANT', type: 'CONVERSATIONAL' };
    await write(tenantId, AGENT, { agent: { ...agent, audience: [tenantId] } });
    await write(tenantId, WIRE, {
      agentId: agents[key],
      ownerId: people[owner],
      modelId: model.id,
      notebookIds: searched.map((notebook) => notebooks[notebook]),
    });
    const runs = (RUNS_OF[key] ?? []).flatMap(([who, count, succeeded]) =>
      Array.from({ length: count }, (_, index) => ({
        id: testId('exe'),
        agentId: agents[key],
        startedById: people[who as keyof typeof people],
        status: index < succeeded ? 'SUCCEEDED' : 'FAILED',
        spent: cost[key],
        unpriced: false,
        durationMs: 1_000,
        createdAt: '2026-06-20T00:00:00.000Z',
        who,
      })),
    );
    for (const { who, id } of runs) runIds.set(`${key}/${who}`, [...(runIds.get(`${key}/${who}`) ?? []), id]);
    await write(tenantId, RUNS, { runs: runs.map(({ who: _who, ...run }) => run) });
  }
  await compute(tenantId, ...Object.values(agents));
  return {
    tenantId,
    people,
    agents,
    notebooks,
    departments: [finance, sales],
    runsOf: (agent, who) => runIds.get(`${agent}/${who}`) ?? [],
    viewerOf: (who) =>
      testViewer({ tenantId, userId: people[who as keyof typeof people], roleKey: 'member', departmentId: finance }),
  };
}
