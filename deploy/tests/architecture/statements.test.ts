import { join } from 'node:path';
import { checkStatement, registeredStatements } from '@aether/common/graph';
import { GRAPH_LABELS, GRAPH_RELATIONSHIPS, SERVICES, isGraphLabel, isGraphRelationship } from '@aether/schema';
import { beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../local/repository-root.ts';
import { graphWrites } from './graph-writes.ts';
import { isProduct, sourceFiles } from './workspace.ts';

const REGISTERS = /\b(tenantStatement|batchStatement|systemStatement)\(/;

/** Outbox, cursors and idempotency keys: each service writes them for itself, in one transaction with its own nodes. */
const PLUMBING = '@aether/common';

/** Every statement is registered when its module is loaded, so all modules with statements are. */
beforeAll(async () => {
  const modules = sourceFiles.filter((file) => isProduct(file) && REGISTERS.test(file.text));
  await Promise.all(modules.map(({ path }) => import(join(repositoryRoot, path))));
}, 60_000);

describe('Cypher', () => {
  test('is written in db folders and in the plumbing of the graph only', () => {
    // The auditor of test-support reads what the record says, past the code whose work it checks; it writes nothing.
    const allowed =
      /^subgraphs\/(common\/src\/graph\/|[a-z-]+\/src\/db\/|test-support\/src\/read-record\.ts)|\/(tests|bench)\//;
    expect(
      sourceFiles.filter(({ path, text }) => REGISTERS.test(text) && !allowed.test(path)).map(({ path }) => path),
    ).toEqual([]);
  });

  test('of every registered statement keeps its tenant', () => {
    expect(registeredStatements().length).toBeGreaterThan(0);
    expect(registeredStatements().flatMap((statement) => checkStatement(statement))).toEqual([]);
  });

  test('is named after the package that owns it', () => {
    const owners = new Set<string>(['common', 'test-support', ...Object.keys(SERVICES)]);
    expect(
      registeredStatements()
        .map(({ name }) => name)
        .filter((name) => !owners.has(name.split('.')[0] ?? '')),
    ).toEqual([]);
  });
});

describe('one writer', () => {
  test('per label: no package writes a node of another', () => {
    const offences = registeredStatements().flatMap(({ name, cypher }) =>
      [...graphWrites(cypher).labels]
        .filter((label) => !isGraphLabel(label) || ![ownerOf(name), PLUMBING].includes(GRAPH_LABELS[label].owner))
        .map((label) => `${name} writes :${label} of ${isGraphLabel(label) ? GRAPH_LABELS[label].owner : 'nobody'}`),
    );
    expect(offences).toEqual([]);
  });

  test('per relationship type', () => {
    const offences = registeredStatements().flatMap(({ name, cypher }) =>
      [...graphWrites(cypher).relationships]
        .filter((type) => !isGraphRelationship(type) || GRAPH_RELATIONSHIPS[type].owner !== ownerOf(name))
        .map(
          (type) =>
            `${name} writes [:${type}] of ${isGraphRelationship(type) ? GRAPH_RELATIONSHIPS[type].owner : 'nobody'}`,
        ),
    );
    expect(offences).toEqual([]);
  });
});

describe('the reading of writes', () => {
  test.for([
    ['CREATE (a:Agent {id: $id})-[:HAS_DRAFT]->(d:AgentDraft {id: $draft})', ['Agent', 'AgentDraft'], ['HAS_DRAFT']],
    [
      'MATCH (u:User {id: $u}) MERGE (u)-[c:CREATED]->(a:Agent {id: $id}) ON CREATE SET a.name = $name',
      ['Agent'],
      ['CREATED'],
    ],
    ['MATCH (u:User {id: $u}) SET u.name = $name, u += $more', ['User'], []],
    ['MATCH (s:Session) WHERE s.id = $id DETACH DELETE s', ['Session'], []],
    ['MATCH (a:Agent {id: $id}) RETURN a.name AS name', [], []],
  ] as const)('%s', ([cypher, labels, relationships]) => {
    const writes = graphWrites(cypher);
    expect([...writes.labels].toSorted()).toEqual([...labels]);
    expect([...writes.relationships]).toEqual([...relationships]);
  });
});

/** `agents.agent-by-id` belongs to @aether/agents. */
function ownerOf(statement: string): string {
  return `@aether/${statement.split('.')[0]}`;
}
