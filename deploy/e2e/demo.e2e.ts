import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DEMO_AGENTS } from '../local/demo/demo-agents.ts';
import { DEMO_NOTEBOOKS } from '../local/demo/demo-notebooks.ts';
import { DEMO_DEPARTMENTS, DEMO_PEOPLE, DEMO_TEAMS } from '../local/demo/demo-people.ts';
import { DEMO_RUNS } from '../local/demo/demo-runs.ts';
import type { ApiClient } from './api-client.ts';
import { type RunningAether, startAether } from './running-aether.ts';
import { ownerClient } from './sign-in.ts';

/** On a machine that does other things beside, embedding and a cold database take minutes. */
const MAKING_MS = 1_800_000; // 30 minutes

const DEMO = `{
  users(first: 50) { edges { node { name status email jobTitle department { name } teams { name } } } }
  departments(first: 50) { edges { node { name } } } teams(first: 50) { edges { node { name } } }
  notebooks(first: 50) { edges { node { slug documents(first: 50) { edges { node { title status } } } } } }
  agents(first: 50) { edges { node { id slug status published { number } listing { ratingCount averageStars } successRate runCount } } }
  toolServers(first: 50) { edges { node { slug status tools(first: 50) { edges { node { name approved effect } } } } } }
  executions(first: 100) { edges { node { status input agent { slug } startedBy { email } citations { number quote } } } }
}`;
const RECOMMENDED = '{ recommendedAgents { agent { slug } evidence { runs sentence path } } }';
const SUITES =
  'query ($agentId: ID!) { testSuites(agentId: $agentId) { edges { node { name cases(first: 10) { edges { node { name } } } } } } }';

interface Edges<Node> {
  readonly edges: readonly { readonly node: Node }[];
}
interface Demo {
  readonly users: Edges<{ readonly name: string; readonly status: string; readonly email: string }>;
  readonly departments: Edges<{ readonly name: string }>;
  readonly teams: Edges<{ readonly name: string }>;
  readonly notebooks: Edges<{
    readonly slug: string;
    readonly documents: Edges<{ readonly title: string; readonly status: string }>;
  }>;
  readonly agents: Edges<{
    readonly id: string;
    readonly slug: string;
    readonly status: string;
    readonly published: { readonly number: number };
    readonly listing: { readonly ratingCount: number; readonly averageStars: number | null } | null;
    readonly runCount: number;
  }>;
  readonly toolServers: Edges<{
    readonly slug: string;
    readonly status: string;
    readonly tools: Edges<{ readonly approved: boolean; readonly effect: string }>;
  }>;
  readonly executions: Edges<{
    readonly status: string;
    readonly input: Record<string, string>;
    readonly agent: { readonly slug: string };
    readonly startedBy: { readonly email: string };
    readonly citations: readonly { readonly quote: string }[];
  }>;
}

const nodes = <Node>({ edges }: Edges<Node>): readonly Node[] => edges.map(({ node }) => node);
const sorted = (texts: Iterable<string>): string[] => [...texts].toSorted();

describe('the demo, whose making was killed, and stopped, and went on', () => {
  let aether: RunningAether;
  let client: ApiClient;
  let demo: Demo;
  const links: (string | null)[] = [];
  let codeOfStop: number | null = null;

  const printed = (text: string) =>
    vi.waitFor(
      () => {
        if (!aether.output().includes(text))
          throw new Error(`The terminal does not say "${text}":\n${aether.output()}`);
      },
      { timeout: MAKING_MS, interval: 100 },
    );

  beforeAll(async () => {
    aether = await startAether({ demo: true });
    links.push(aether.signInLink);
    await printed('✓ demo: the tool server');
    await aether.kill();
    aether = await aether.restart();
    links.push(aether.signInLink);
    await printed('✓ demo: 3 agents');
    codeOfStop = await aether.stop();
    aether = await aether.restart();
    await printed('✓ demo: ready');
    ({ client } = await ownerClient(aether));
    demo = await client.data<Demo>(DEMO);
  }, MAKING_MS);
  afterAll(() => aether?.[Symbol.asyncDispose]());

  test('was stopped in order, and showed the owner a new link as long as no owner had come in', () => {
    expect(codeOfStop).toBe(0);
    expect(new Set(links).size).toBe(2);
    expect(links).not.toContain(null);
    expect(aether.output()).toContain('going on where it was interrupted');
  });

  test('has each colleague, department and team once, all of them in', () => {
    const owner = nodes(demo.users).filter(({ email }) => !email.endsWith('@example.com'));
    expect(owner).toHaveLength(1);
    expect(owner[0]).toMatchObject({ department: { name: 'Operations' } });
    const colleagues = nodes(demo.users).filter(({ email }) => email.endsWith('@example.com'));
    expect(sorted(colleagues.map(({ email }) => email))).toEqual(
      sorted(Object.values(DEMO_PEOPLE).map(({ email }) => email)),
    );
    expect(colleagues.filter(({ status }) => status !== 'ACTIVE')).toEqual([]);
    expect(sorted(nodes(demo.departments).map(({ name }) => name))).toEqual(
      sorted(DEMO_DEPARTMENTS.map(({ name }) => name)),
    );
    expect(sorted(nodes(demo.teams).map(({ name }) => name))).toEqual(sorted(DEMO_TEAMS.map(({ name }) => name)));
  });

  test('has notebooks whose documents are all ready, each there once', () => {
    const found = nodes(demo.notebooks).map(({ slug, documents }) => ({
      slug,
      titles: sorted(nodes(documents).map(({ title, status }) => `${title} ${status}`)),
    }));
    const wanted = DEMO_NOTEBOOKS.map(({ slug, files }) => ({
      slug,
      titles: sorted(files.map((file) => `${file} READY`)),
    }));
    expect(found.toSorted((left, right) => left.slug.localeCompare(right.slug))).toEqual(wanted);
  });

  test('has agents in their first version, in the marketplace, with ratings of who used them', () => {
    const agents = nodes(demo.agents);
    expect(sorted(agents.map(({ slug }) => slug))).toEqual(sorted(DEMO_AGENTS.map(({ slug }) => slug)));
    expect(agents.filter(({ status, published }) => status !== 'PUBLISHED' || published.number !== 1)).toEqual([]);
    expect(agents.map(({ slug, listing }) => `${slug} ${listing?.ratingCount}`).toSorted()).toEqual([
      'constitution-companion 1',
      'desk-calculator 0',
      'handbook-guide 2',
    ]);
  });

  test('has asked each question once; every answer from a notebook quotes it', () => {
    const runs = nodes(demo.executions);
    const asked = runs.map(
      ({ startedBy, agent, input }) => `${startedBy.email} ${agent.slug} ${Object.values(input)[0]}`,
    );
    const wanted = DEMO_RUNS.flatMap(({ person, agent, questions }) =>
      questions.map((question) => `${DEMO_PEOPLE[person].email} ${agent} ${question}`),
    );
    expect(sorted(asked)).toEqual(sorted(wanted));
    expect(runs.filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);
    const silent = runs.filter(({ agent, citations }) => agent.slug !== 'desk-calculator' && citations.length === 0);
    expect(silent.map(({ input }) => input)).toEqual([]);
  });

  test('has a tool server that works, with approved tools that only read', async () => {
    const [server, ...others] = nodes(demo.toolServers);
    expect(others).toEqual([]);
    expect(server).toMatchObject({ slug: 'office' });
    expect(nodes(server?.tools ?? { edges: [] }).map(({ approved, effect }) => `${approved} ${effect}`)).toEqual([
      'true READ',
      'true READ',
      'true READ',
    ]);
  });

  test('has test cases for the agent that answers from the handbook', async () => {
    const agentId = nodes(demo.agents).find(({ slug }) => slug === 'handbook-guide')?.id;
    const { testSuites } = await client.data<{ testSuites: Edges<{ cases: Edges<unknown> }> }>(SUITES, { agentId });
    expect(nodes(testSuites).map(({ cases }) => nodes(cases).length)).toEqual([3]);
  });

  test('recommends to the owner what works for three colleagues, and says which runs prove it', async () => {
    await expect
      .poll(async () => (await client.data<{ recommendedAgents: unknown[] }>(RECOMMENDED)).recommendedAgents[0], {
        timeout: 180_000,
      })
      .toMatchObject({
        agent: { slug: 'handbook-guide' },
        evidence: { runs: 8, sentence: '8 of 8 runs succeeded for 3 people in Operations.' },
      });
  });

  test('is not made again by a later start', async () => {
    await aether.stop();
    aether = await aether.restart();
    const { executions, users } = await client.data<Demo>(DEMO);
    expect([executions, users].map(({ edges }) => edges.length)).toEqual(
      [demo.executions, demo.users].map(({ edges }) => edges.length),
    );
    expect(aether.output()).not.toContain('demo:');
  });
});

test('--empty starts without a demo, and a later start makes none', async () => {
  await using aether = await startAether({ demo: false });
  expect(aether.output()).not.toContain('demo:');
  await aether.kill();
  await using again = await startAether({ demo: true, stateFolder: aether.stateFolder });
  expect(again.output()).not.toContain('demo:');
  const { client } = await ownerClient(again);
  const { users, agents } = await client.data<Demo>(DEMO);
  expect({ people: nodes(users).length, agents: nodes(agents).length }).toEqual({ people: 1, agents: 0 });
});
