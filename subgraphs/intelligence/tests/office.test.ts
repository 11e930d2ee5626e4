import { tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { executeAs, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeOffice, type Office, type OfficeAgent } from './office.ts';
import { DELETE_RUNS, type RunningIntelligence, startIntelligence } from './start-intelligence.ts';

// 6 people, 4 agents, 40 runs (office.ts). Every expected number was computed by hand.
// `proven` below is the lower end of Wilson's interval: (p + z²/2n − z√(p(1−p)/n + z²/4n²)) / (1 + z²/n), z = 1.96.

let intelligence: RunningIntelligence;
let office: Office;
beforeAll(async () => {
  intelligence = await startIntelligence();
});
beforeEach(async () => {
  office = await makeOffice(intelligence);
});
afterAll(() => intelligence[Symbol.asyncDispose]());

const CONSENT = tenantStatement(
  'intelligence-test.consent',
  'MATCH (user:User {tenantId: $tenantId, id: $id}) SET user.namedInEvidence = $agreed',
);
const byId = (left: { readonly id?: string | undefined }, right: { readonly id?: string | undefined }): number =>
  (left.id ?? '') < (right.id ?? '') ? -1 : 1;

const EVIDENCE = 'evidence { runs successRate medianCost people { id } path sentence }';

async function ask<Data>(viewer: Viewer, query: string): Promise<Data> {
  const { data, errors } = await executeAs<Data>(intelligence.service, viewer, query);
  expect(errors).toEqual([]);
  return data;
}

interface Match {
  readonly agent: { readonly id: string; readonly successRate: number };
  readonly score: number;
  readonly evidence: { readonly runs: number; readonly sentence: string; readonly path: readonly string[] };
}

const recommended = async (viewer: Viewer): Promise<readonly Match[]> => {
  const query = `{ recommendedAgents { agent { id successRate } score ${EVIDENCE} } }`;
  return (await ask<{ recommendedAgents: readonly Match[] }>(viewer, query)).recommendedAgents;
};

async function deleteRuns(agent: OfficeAgent, ...people: readonly string[]): Promise<void> {
  await intelligence.write(office.tenantId, DELETE_RUNS, {
    ids: people.flatMap((person) => office.runsOf(agent, person)),
  });
  await intelligence.compute(office.tenantId, office.agents[agent]);
}

test('recommends what works for my job in my department and what I do not use, with numbers of at least three people', async () => {
  const [reader, travel, ...others] = await recommended(office.viewerOf('mara'));
  // Ben 5/5, Cleo 4/4, Dan 2/3: 11 of 12. Eva has another job. proven(11/12) = 0.6461.
  expect(reader).toEqual({
    agent: { id: office.agents.reader, successRate: 13 / 14 },
    score: expect.closeTo(0.6461, 4),
    evidence: {
      runs: 12,
      successRate: 11 / 12,
      medianCost: 200,
      people: ['ben', 'cleo', 'dan'].map((name) => ({ id: office.people[name] })).toSorted(byId),
      path: [
        '(you)-[:BELONGS_TO]->(Finance)',
        '(Finance)<-[:BELONGS_TO]-(3 colleagues, Analyst)',
        '(3 colleagues)-[:USES]->(Invoice reader)',
        '(Invoice reader)-[:SUCCEEDED_FOR]->(3 colleagues)',
      ],
      sentence: '11 of 12 runs succeeded for 3 people with your job (Analyst) in Finance.',
    },
  });
  // Only Ben uses it in Finance: numbers are those of everybody, 4/4 + 5/6 = 9 of 10. proven(9/10) = 0.5958.
  expect(travel).toMatchObject({
    agent: { id: office.agents.travel },
    score: expect.closeTo(0.5958, 4),
    evidence: {
      runs: 10,
      successRate: 0.9,
      medianCost: 100,
      // He agreed to be named, but a number of one person would be his.
      people: null,
      sentence: 'Used by people with your job (Analyst) in Finance. 9 of 10 runs succeeded, over everybody.',
    },
  });
  // Mara uses the checker, and the ledger writer succeeds in 3 of 8 runs.
  expect(others).toEqual([]);
});

test('who takes the consent back is named no more, neither as a user nor as an expert', async () => {
  const consent = (name: string, agreed: boolean | null) =>
    intelligence.write(office.tenantId, CONSENT, { id: office.people[name], agreed });
  const experts = `{ experts(topic: "invoices") { user { id } ${EVIDENCE} } }`;
  const evidenceOf = `query { _entities(representations: [{__typename: "User", id: "${office.people['dan']}"}]) {
    ... on User { expertiseEvidence { topic } } } }`;
  for (const agreed of [false, null]) {
    await consent('dan', agreed);
    const [reader] = await recommended(office.viewerOf('mara'));
    expect(reader?.evidence).toMatchObject({
      runs: 12,
      people: ['ben', 'cleo'].map((name) => ({ id: office.people[name] })).toSorted(byId),
    });
    const answer = JSON.stringify(await ask(office.viewerOf('mara'), experts));
    expect(answer).not.toContain(office.people['dan']);
    expect(answer).not.toContain('Dan');
    expect(await ask(office.viewerOf('mara'), evidenceOf)).toEqual({ _entities: [{ expertiseEvidence: null }] });
    // What the record says of oneself is no secret to oneself.
    expect(await ask(office.viewerOf('dan'), evidenceOf)).toEqual({
      _entities: [{ expertiseEvidence: [{ topic: 'Invoices' }] }],
    });
  }
  await consent('dan', true);
  expect(JSON.stringify(await ask(office.viewerOf('mara'), experts))).toContain('Dan states it');
});

test('recommendations change when runs are deleted', async () => {
  await deleteRuns('reader', 'dan');
  await deleteRuns('travel', 'ben');
  // Ben and Cleo are left: two people, so everybody counts: Ben 5, Cleo 4, Eva 2 of 11. proven(11/11) = 1 / (1 + 3.8416/11) = 0.7412.
  // Finn of Sales is the only one who still uses the travel desk.
  expect(await recommended(office.viewerOf('mara'))).toMatchObject([
    { agent: { id: office.agents.reader, successRate: 1 }, score: expect.closeTo(0.7412, 4), evidence: { runs: 11 } },
  ]);
  await deleteRuns('checker', 'mara');
  // Mara made the checker, so she knows it although she uses it no more.
  expect((await recommended(office.viewerOf('mara'))).map(({ agent }) => agent.id)).toEqual([office.agents.reader]);
});

test('recommends nothing without a department, to another job, or what the viewer may not see', async () => {
  expect(await recommended(testViewer({ tenantId: office.tenantId }))).toEqual([]);
  expect(await recommended(office.viewerOf('eva'))).toEqual([]);
  await intelligence.write(office.tenantId, HIDE, { id: office.agents.reader, ownerId: office.people['cleo'] });
  expect((await recommended(office.viewerOf('mara'))).map(({ agent }) => agent.id)).toEqual([office.agents.travel]);
});

const HIDE = tenantStatement(
  'intelligence-test.hide-agent',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $id}) SET agent.audience = [$ownerId]`,
);

test('finds the agents nearest to one, by use case, parts and outcome', async () => {
  const query = `query { _entities(representations: [{__typename: "Agent", id: "${office.agents.reader}"}]) {
    ... on Agent { similarAgents { agent { id } score ${EVIDENCE} } } } }`;
  const { _entities } = await ask<{ _entities: readonly { similarAgents: readonly Match[] }[] }>(
    office.viewerOf('mara'),
    query,
  );
  const [checker, ledger, ...others] = _entities[0]?.similarAgents ?? [];
  // Checker: use case 0.5 + 2 of 3 parts 0.2 + proven(6/6) 0.6097 × 0.2. Ledger: 0.5 + 1 of 3 parts 0.1 + proven(3/10) 0.1078 × 0.2.
  expect(checker).toMatchObject({
    agent: { id: office.agents.checker },
    score: expect.closeTo(0.8219, 4),
    evidence: {
      runs: 6,
      sentence: expect.stringMatching(/^Shares the same use case and .*handbook.*\. 6 of 6 runs succeeded\.$/),
    },
  });
  expect(checker?.evidence.path).toContain('(handbook)<-[:SEARCHES_NOTEBOOK]-(Invoice checker)');
  expect(ledger).toMatchObject({ agent: { id: office.agents.ledger }, score: expect.closeTo(0.6216, 4) });
  // The travel desk shares the model only, which says nothing.
  expect(others).toEqual([]);
});

test('a notebook that the viewer does not see neither counts nor is named', async () => {
  await intelligence.write(office.tenantId, HIDE_NOTEBOOK, { id: office.notebooks['handbook'] });
  const query = `query { _entities(representations: [{__typename: "Agent", id: "${office.agents.reader}"}]) {
    ... on Agent { similarAgents { agent { id } score ${EVIDENCE} } } } }`;
  const answer = await ask<{ _entities: readonly { similarAgents: readonly Match[] }[] }>(
    office.viewerOf('mara'),
    query,
  );
  // Checker: use case 0.5 + the model of {model, rules} 0.15 + 0.1219.
  expect(answer._entities[0]?.similarAgents[0]).toMatchObject({ score: expect.closeTo(0.7719, 4) });
  expect(JSON.stringify(answer)).not.toContain('handbook');
});

const HIDE_NOTEBOOK = tenantStatement(
  'intelligence-test.hide-notebook',
  `MATCH (notebook:Notebook {tenantId: $tenantId, id: $id}) SET notebook.audience = ['usr_somebody']`,
);

test('finds who states a topic or made agents for it, best proved first', async () => {
  const { experts } = await ask<{
    experts: readonly { user: { id: string }; score: number; evidence: Match['evidence'] }[];
  }>(office.viewerOf('mara'), `{ experts(topic: "invoices") { user { id } score ${EVIDENCE} } }`);
  // 0.7 × proven: Cleo 13/14 → 0.6853, Mara 6/6 → 0.6097, Eva 3/10 → 0.1078. Dan states it: 0.3.
  expect(experts.map(({ user, score }) => [user.id, score])).toEqual([
    [office.people['cleo'], expect.closeTo(0.4797, 4)],
    [office.people['mara'], expect.closeTo(0.4268, 4)],
    [office.people['dan'], 0.3],
    [office.people['eva'], expect.closeTo(0.0755, 4)],
  ]);
  expect(experts[0]?.evidence).toMatchObject({
    runs: 14,
    sentence: 'Cleo made 1 agent for it; 13 of 14 runs succeeded.',
    path: ['(Cleo)-[:CREATED]->(Invoice reader)'],
  });
  expect(experts[2]?.evidence.sentence).toBe('Dan states it in the profile.');
});

test('says what a person states and has made', async () => {
  const { _entities } = await ask<{ _entities: readonly unknown[] }>(
    office.viewerOf('mara'),
    `{ _entities(representations: [{__typename: "User", id: "${office.people['dan']}"}, {__typename: "User", id: "${office.people['ben']}"}]) {
      ... on User { expertiseEvidence { topic score } } } }`,
  );
  expect(_entities).toEqual([
    { expertiseEvidence: [{ topic: 'Invoices', score: 0.3 }] },
    // 0.7 × proven(9/10) = 0.7 × 0.5958.
    { expertiseEvidence: [{ topic: 'travel', score: expect.closeTo(0.4171, 4) }] },
  ]);
});

interface Pattern {
  readonly id: string;
  readonly summary: string;
  readonly support: number;
  readonly lift: number;
  readonly confidence: number;
}

const patterns = async (viewer: Viewer) =>
  (
    await ask<{ successPatterns: readonly Pattern[] }>(
      viewer,
      `{ successPatterns { id useCase summary support lift confidence notebooks { id } tools { id } ${EVIDENCE} } }`,
    )
  ).successPatterns;

test('mines what does well together for a use case, and mines it anew when runs are deleted', async () => {
  const mara = office.viewerOf('mara');
  // Invoices: 13/14 + 6/6 + 3/10 = 22 of 30. Handbook: 19 of 20 = 0.95; 0.95 ÷ (22/30) = 1.2955. Rules has only 6 runs, the ledger does worse.
  const before = await patterns(mara);
  expect(before).toEqual([
    {
      id: expect.stringMatching(/^pat_/),
      useCase: 'invoices',
      summary: 'handbook + Extract',
      support: 20,
      confidence: 0.95,
      lift: expect.closeTo(1.2955, 4),
      notebooks: [{ id: office.notebooks['handbook'] }],
      tools: [],
      evidence: expect.objectContaining({
        runs: 20,
        sentence:
          '19 of 20 runs succeeded for invoices with handbook + Extract, 1.30 times as often as for invoices on the whole.',
      }),
    },
  ]);
  await deleteRuns('checker', 'mara', 'ben');
  // 13/14 + 3/10 = 16 of 24; the reader alone: 0.9286 ÷ 0.6667 = 1.3929.
  expect(await patterns(mara)).toMatchObject([
    { id: before[0]?.id, support: 14, confidence: expect.closeTo(13 / 14), lift: expect.closeTo(1.3929, 4) },
  ]);
  await deleteRuns('reader', 'ben', 'cleo');
  expect(await patterns(mara)).toEqual([]);
});

test('bad input is refused with what was expected', async () => {
  const refused = async (query: string) =>
    (await executeAs(intelligence.service, office.viewerOf('mara'), query)).errors;
  expect(await refused('{ recommendedAgents(first: 101) { score } }')).toMatchObject([
    { extensions: { code: 'VALIDATION_FAILED' } },
  ]);
  expect(await refused('{ experts(topic: "  ") { score } }')).toMatchObject([
    { extensions: { code: 'VALIDATION_FAILED' } },
  ]);
  const anonymous = await executeAs(intelligence.service, null, '{ recommendedAgents { score } }');
  expect(anonymous.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});
