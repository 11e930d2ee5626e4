import { type Database, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';

/** How large a generated organization is. */
export interface OrganizationSize {
  readonly agents: number;
  readonly users: number;
  readonly executions: number;
}

/** The organization of the figures: 1,000 agents, 5,000 users, 1,000,000 executions of the last 25 days, times `scale`. */
export function organizationSize(scale: number): OrganizationSize {
  return {
    agents: Math.max(60, Math.round(1_000 * scale)),
    users: Math.max(200, Math.round(5_000 * scale)),
    executions: Math.round(1_000_000 * scale),
  };
}

const BATCH = 20_000;
/** People of one department; a tenth of them have the same job. */
const DEPARTMENT = 100;
const JOBS = 10;
/** Agents that a department draws from, and those that one of its people uses. */
const POOL = 60;
const USED = 40;

/** Those of the owners of these labels: what is measured must be found the way it is found in production. */
const INDEXES = [
  'CREATE CONSTRAINT user_id IF NOT EXISTS FOR (n:User) REQUIRE n.id IS UNIQUE',
  'CREATE CONSTRAINT department_id IF NOT EXISTS FOR (n:Department) REQUIRE n.id IS UNIQUE',
  'CREATE CONSTRAINT agent_id IF NOT EXISTS FOR (n:Agent) REQUIRE n.id IS UNIQUE',
  'CREATE CONSTRAINT execution_id IF NOT EXISTS FOR (e:Execution) REQUIRE e.id IS UNIQUE',
  'CREATE INDEX execution_by_starter IF NOT EXISTS FOR (e:Execution) ON (e.tenantId, e.startedById, e.createdAt)',
  'CREATE INDEX execution_by_agent IF NOT EXISTS FOR (e:Execution) ON (e.tenantId, e.agentId, e.createdAt)',
];

const PEOPLE = tenantStatement(
  'bench.people',
  `UNWIND range($from, $to - 1) AS number
   MERGE (department:Department {tenantId: $tenantId, id: $tenantId + '/department/' + (number / ${DEPARTMENT})})
   ON CREATE SET department.name = 'Department ' + (number / ${DEPARTMENT})
   CREATE (user:User {tenantId: $tenantId, id: $tenantId + '/user/' + number, name: 'Person ' + number, status: 'ACTIVE',
     jobTitle: 'Job ' + (number % ${JOBS}), expertise: []})
   CREATE (user)-[:BELONGS_TO]->(department)`,
);
const AGENTS = tenantStatement(
  'bench.agents',
  `UNWIND range($from, $to - 1) AS number
   CREATE (:Agent {tenantId: $tenantId, id: $tenantId + '/agent/' + number, slug: 'agent-' + number, name: 'Agent ' + number,
     useCase: 'Use case ' + (number % 50), status: 'PUBLISHED', visibility: 'TENANT', audience: [$tenantId]})`,
);
// Everything follows from the number of the run, so that two organizations of one size are the same. Agents succeed in 70 to 99 of 100.
const EXECUTIONS = tenantStatement(
  'bench.executions',
  `UNWIND range($from, $to - 1) AS number
   WITH number, number % $users AS user, number / $users AS turn
   WITH number, user, ((user / ${DEPARTMENT}) * 17 + (user * 31 + (turn % ${USED}) * 7) % ${POOL}) % $agents AS agent
   CREATE (:Execution {tenantId: $tenantId, id: $tenantId + '/run/' + number, agentId: $tenantId + '/agent/' + agent,
     startedById: $tenantId + '/user/' + user, spent: 1000 + number % 977, unpriced: false, durationMs: 500 + number % 9001,
     status: CASE WHEN (number * 37) % 100 < 70 + agent % 30 THEN 'SUCCEEDED' ELSE 'FAILED' END,
     createdAt: toString(datetime($newest) - duration({minutes: number % 36000}))})`,
);

/** Fills a tenant with an organization, in batches of one transaction each. */
export async function generateOrganization(
  database: Database,
  tenantId: string,
  size: OrganizationSize,
  newest: Date,
): Promise<void> {
  for (const index of INDEXES) await database.migrate(index);
  const session = database.tenant(tenantId);
  const parts = [
    [PEOPLE, size.users],
    [AGENTS, size.agents],
    [EXECUTIONS, size.executions],
  ] as const;
  for (const [statement, count] of parts)
    for (let from = 0; from < count; from += BATCH)
      await session.write(
        statement,
        { ...size, from, to: Math.min(count, from + BATCH), newest: newest.toISOString() },
        z.unknown(),
      );
}

/** A person of a generated organization. */
export function personOf(tenantId: string, number: number) {
  return {
    userId: `${tenantId}/user/${number}`,
    departmentId: `${tenantId}/department/${Math.floor(number / DEPARTMENT)}`,
  };
}
