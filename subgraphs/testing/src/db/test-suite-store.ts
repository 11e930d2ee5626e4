import { type Database, type TenantTransaction, tenantStatement } from '@aether/common/graph';
import type { PageRequest } from '@aether/common/service';
import type { TestCaseRecord, TestSuiteRecord } from '../test-suite.ts';
import { caseRow, countsRow, deletedRow, suiteRow } from './rows.ts';

const SUITES = tenantStatement(
  'testing.suites-by-ids',
  'UNWIND $ids AS id MATCH (suite:TestSuite {tenantId: $tenantId, id: id}) RETURN suite {.*} AS suite',
);
const SUITE_PAGE = tenantStatement(
  'testing.page-of-suites',
  `MATCH (suite:TestSuite {tenantId: $tenantId, agentId: $agentId}) WHERE suite.id > $after
   RETURN suite {.*} AS suite ORDER BY suite.id LIMIT $limit`,
);
const CASES = tenantStatement(
  'testing.cases-by-ids',
  'UNWIND $ids AS id MATCH (case:TestCase {tenantId: $tenantId, id: id}) RETURN case {.*} AS case',
);
const CASE_PAGE = tenantStatement(
  'testing.page-of-cases',
  `MATCH (case:TestCase {tenantId: $tenantId, suiteId: $suiteId}) WHERE case.id > $after
   RETURN case {.*} AS case ORDER BY case.id LIMIT $limit`,
);
const COUNT_CASES = tenantStatement(
  'testing.count-cases',
  `UNWIND $ids AS suiteId
   RETURN suiteId, COUNT { (case:TestCase {tenantId: $tenantId, suiteId: suiteId}) WHERE case.id > '' } AS count`,
);
// The SET takes the suite's lock: cases are counted and written by one at a time.
const LOCK_SUITE = tenantStatement(
  'testing.lock-suite',
  'MATCH (suite:TestSuite {tenantId: $tenantId, id: $id}) SET suite.updatedAt = $at WITH suite RETURN suite {.*} AS suite',
);
const CREATE_SUITE = tenantStatement(
  'testing.create-suite',
  'CREATE (suite:TestSuite {tenantId: $tenantId}) SET suite += $properties RETURN suite {.*} AS suite',
);
const UPDATE_SUITE = tenantStatement(
  'testing.update-suite',
  'MATCH (suite:TestSuite {tenantId: $tenantId, id: $id}) SET suite += $properties RETURN suite {.*} AS suite',
);
const DELETE_SUITE = tenantStatement(
  'testing.delete-suite',
  `MATCH (suite:TestSuite {tenantId: $tenantId, id: $id})
   OPTIONAL MATCH (suite)-[:HAS_CASE]->(case:TestCase {tenantId: $tenantId})
   DETACH DELETE case, suite
   RETURN count(*) AS deleted`,
);
const SAVE_CASE = tenantStatement(
  'testing.save-case',
  `MATCH (suite:TestSuite {tenantId: $tenantId, id: $suiteId})
   MERGE (case:TestCase {tenantId: $tenantId, id: $id})
   SET case += $properties
   MERGE (suite)-[:HAS_CASE]->(case)
   RETURN case {.*} AS case`,
);
const DELETE_CASE = tenantStatement(
  'testing.delete-case',
  'MATCH (case:TestCase {tenantId: $tenantId, id: $id}) DETACH DELETE case RETURN count(*) AS deleted',
);

/** Suites and cases of tenants. Whether a viewer may see them is decided by the suite's agent, before. */
export class TestSuiteStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async suitesByIds(tenantId: string, ids: readonly string[]): Promise<readonly TestSuiteRecord[]> {
    return (await this.#database.tenant(tenantId).read(SUITES, { ids }, suiteRow)).map((row) => row.suite);
  }

  /** In the order of their creation; up to `page.first + 1` rows. */
  async suitePage(tenantId: string, agentId: string, page: PageRequest): Promise<readonly TestSuiteRecord[]> {
    const parameters = { agentId, after: page.after?.[0] ?? '', limit: page.first + 1 };
    return (await this.#database.tenant(tenantId).read(SUITE_PAGE, parameters, suiteRow)).map((row) => row.suite);
  }

  async casesByIds(tenantId: string, ids: readonly string[]): Promise<readonly TestCaseRecord[]> {
    return (await this.#database.tenant(tenantId).read(CASES, { ids }, caseRow)).map((row) => row.case);
  }

  /** In the order of their creation; up to `page.first + 1` rows. */
  async casePage(tenantId: string, suiteId: string, page: PageRequest): Promise<readonly TestCaseRecord[]> {
    const parameters = { suiteId, after: page.after?.[0] ?? '', limit: page.first + 1 };
    return (await this.#database.tenant(tenantId).read(CASE_PAGE, parameters, caseRow)).map((row) => row.case);
  }

  async countCases(tenantId: string, suiteIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database.tenant(tenantId).read(COUNT_CASES, { ids: suiteIds }, countsRow);
    return new Map(rows.map((row) => [row.suiteId, row.count]));
  }

  async lockSuite(transaction: TenantTransaction, id: string, at: string): Promise<TestSuiteRecord | null> {
    return (await transaction.run(LOCK_SUITE, { id, at }, suiteRow))[0]?.suite ?? null;
  }

  async countCasesOf(transaction: TenantTransaction, suiteId: string): Promise<number> {
    return (await transaction.run(COUNT_CASES, { ids: [suiteId] }, countsRow))[0]?.count ?? 0;
  }

  async createSuite(transaction: TenantTransaction, suite: TestSuiteRecord): Promise<void> {
    await transaction.run(CREATE_SUITE, { properties: { ...suite, updatedAt: suite.createdAt } }, suiteRow);
  }

  async updateSuite(
    transaction: TenantTransaction,
    id: string,
    properties: Partial<TestSuiteRecord>,
  ): Promise<TestSuiteRecord | null> {
    return (await transaction.run(UPDATE_SUITE, { id, properties }, suiteRow))[0]?.suite ?? null;
  }

  async deleteSuite(transaction: TenantTransaction, id: string): Promise<void> {
    await transaction.run(DELETE_SUITE, { id }, deletedRow);
  }

  async saveCase(transaction: TenantTransaction, testCase: TestCaseRecord): Promise<void> {
    const { id, suiteId, input, checks } = testCase;
    const properties = { ...testCase, input: JSON.stringify(input), checks: JSON.stringify(checks) };
    await transaction.run(SAVE_CASE, { id, suiteId, properties }, caseRow);
  }

  async deleteCase(transaction: TenantTransaction, id: string): Promise<void> {
    await transaction.run(DELETE_CASE, { id }, deletedRow);
  }
}
