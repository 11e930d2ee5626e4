import { z } from 'zod';
import { ownerOf } from './demo-agents.ts';
import { DEMO_PEOPLE } from './demo-people.ts';
import type { DemoParts } from './demo-parts.ts';
import { readAgent } from './read-agent.ts';

const SUITE = 'Answers rest on the handbook';
const AGENT = 'handbook-guide';

/** What must stand in the answer, and that a passage is cited for it. */
const CASES = [
  { question: 'How long is an invitation valid?', contains: '24 hours' },
  { question: 'Who can delete an agent?', contains: 'owner' },
  { question: 'When does a session end?', contains: 'seven days' },
] as const;

const suites = z.object({
  edges: z.array(
    z.object({
      node: z.object({
        id: z.string(),
        name: z.string(),
        cases: z.object({ edges: z.array(z.object({ node: z.object({ name: z.string() }) })) }),
      }),
    }),
  ),
});

/** Test cases for one of the agents, ready to compare models on. */
export async function makeTestSuite(parts: DemoParts): Promise<string> {
  const { api } = parts;
  const { email } = DEMO_PEOPLE[ownerOf(AGENT)];
  const agent = await readAgent(parts, email, AGENT);
  if (agent === null) throw new Error(`The agent ${AGENT} is not there.`);
  const { edges } = await api.ask(email, 'testSuites', { agentId: agent.id }, suites);
  const known = edges.find(({ node }) => node.name === SUITE)?.node;
  const made = z.object({ suite: z.object({ id: z.string() }) });
  const input = { agentId: agent.id, name: SUITE };
  const suiteId = known?.id ?? (await api.ask(email, 'createTestSuite', { input }, made)).suite.id;
  const names = new Set(known?.cases.edges.map(({ node }) => node.name));
  for (const { question, contains } of CASES) {
    if (names.has(question)) continue;
    const checks = [
      { kind: 'CONTAINS', configuration: { text: contains } },
      { kind: 'CITED', configuration: {} },
    ];
    const testCase = { suiteId, name: question, input: { question }, checks };
    await api.ask(email, 'addTestCase', { input: testCase }, z.unknown());
  }
  return `a test suite with ${CASES.length} cases`;
}
