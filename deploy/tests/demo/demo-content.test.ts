import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAgentSpec } from '@aether/schema';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { DEMO_AGENTS } from '../../local/demo/demo-agents.ts';
import { DEMO_DOCUMENTS } from '../../local/demo/demo-documents.ts';
import { DEMO_NOTEBOOKS } from '../../local/demo/demo-notebooks.ts';
import { DEMO_DEPARTMENTS, DEMO_OWNER_DEPARTMENT, DEMO_PEOPLE, DEMO_TEAMS } from '../../local/demo/demo-people.ts';
import { DEMO_RUNS } from '../../local/demo/demo-runs.ts';
import { repositoryRoot } from '../../local/repository-root.ts';
import { OFFICE_TOOL_NAMES } from '../../local/tools/office-tool-answers.ts';

const schema = buildSchema(readFileSync(join(repositoryRoot, 'schema', 'api.graphql'), 'utf8'));
const people = Object.values(DEMO_PEOPLE);

test.for(Object.entries(DEMO_DOCUMENTS))('the operation %s fits the API that clients see', ([, document]) => {
  expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([]);
});

test.for([...DEMO_AGENTS])(
  'the specification of $slug has no fault, and names only notebooks and tools of the demo',
  ({ spec }) => {
    const parsed = parseAgentSpec(spec);
    expect(parsed.ok ? [] : parsed.issues).toEqual([]);
    const notebooks: readonly string[] = DEMO_NOTEBOOKS.map(({ slug }) => slug);
    const tools: readonly string[] = OFFICE_TOOL_NAMES.map((name) => `office/${name}`);
    const { knowledge = {}, tools: used = {} } = parsed.ok ? parsed.spec : {};
    expect(Object.values(knowledge).filter(({ notebook }) => !notebooks.includes(notebook))).toEqual([]);
    expect(Object.values(used).filter(({ tool }) => !tools.includes(tool))).toEqual([]);
  },
);

test.for([...DEMO_NOTEBOOKS])(
  'the documents of $slug are there, all of them, and say where they come from',
  ({ folder, files }) => {
    const there = readdirSync(join(repositoryRoot, 'deploy/local/demo', folder)).filter((name) => name !== 'SOURCE.md');
    expect(there.toSorted()).toEqual([...files].toSorted());
  },
);

test("colleagues have addresses that can be nobody's, and belong to departments and teams of the demo", () => {
  expect(people.filter(({ email }) => !email.endsWith('@example.com'))).toEqual([]);
  const departmentOf = new Map<string, string>(DEMO_TEAMS.map(({ name, department }) => [name, department]));
  expect(people.filter(({ team, department }) => departmentOf.get(team) !== department)).toEqual([]);
  expect(DEMO_DEPARTMENTS.map(({ name }) => name)).toContain(DEMO_OWNER_DEPARTMENT);
});

test('enough colleagues of the owner use one agent that a recommendation may tell their number', () => {
  const users = new Map<string, Set<string>>();
  for (const { person, agent } of DEMO_RUNS)
    if (DEMO_PEOPLE[person].department === DEMO_OWNER_DEPARTMENT)
      users.set(agent, (users.get(agent) ?? new Set()).add(person));
  expect(Math.max(...[...users.values()].map(({ size }) => size))).toBeGreaterThanOrEqual(3);
});

test('no person asks an agent the same question twice, for a run is found again by its question', () => {
  const asked = DEMO_RUNS.flatMap(({ person, agent, questions }) =>
    questions.map((one) => `${person} ${agent} ${one}`),
  );
  expect(new Set(asked).size).toBe(asked.length);
});
