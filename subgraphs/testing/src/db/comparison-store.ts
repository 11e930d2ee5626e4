import { type Database, type TenantTransaction, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import type { PageRequest } from '@aether/common/service';
import { z } from 'zod';
import type { CellRecord, ComparisonRecord } from '../comparison.ts';
import type { ComparisonEventRecord, NewComparisonEvent } from '../comparison-event.ts';
import { cellRow, comparisonRow, eventRow, idRow, seqRow } from './comparison-rows.ts';

const BY_IDS = tenantStatement(
  'testing.comparisons-by-ids',
  'UNWIND $ids AS id MATCH (comparison:Comparison {tenantId: $tenantId, id: id}) RETURN comparison {.*} AS comparison',
);
const PAGE = tenantStatement(
  'testing.page-of-comparisons',
  `MATCH (comparison:Comparison {tenantId: $tenantId, agentId: $agentId}) WHERE comparison.id < $before
   RETURN comparison {.*} AS comparison ORDER BY comparison.id DESC LIMIT $limit`,
);
const CELLS = tenantStatement(
  'testing.cells-of-comparisons',
  `UNWIND $ids AS id MATCH (cell:Cell {tenantId: $tenantId, comparisonId: id}) WHERE cell.position >= 0
   RETURN cell {.*} AS cell ORDER BY cell.comparisonId, cell.position`,
);
const CELL = tenantStatement(
  'testing.cell-by-id',
  'MATCH (cell:Cell {tenantId: $tenantId, id: $id}) RETURN cell {.*} AS cell',
);
const EVENTS = tenantStatement(
  'testing.comparison-events-since',
  `MATCH (event:ComparisonEvent {tenantId: $tenantId, comparisonId: $comparisonId}) WHERE event.seq > $after
   RETURN event.seq AS seq, event.name AS name, event.at AS at, event.data AS data ORDER BY event.seq LIMIT $limit`,
);
const CREATE = tenantStatement(
  'testing.create-comparison',
  `CREATE (comparison:Comparison {tenantId: $tenantId}) SET comparison += $properties
   WITH comparison UNWIND $cells AS properties
   CREATE (comparison)-[:HAS_CELL]->(cell:Cell {tenantId: $tenantId}) SET cell += properties
   RETURN cell.id AS id`,
);
// The SET takes the comparison's lock: everything of it is written by one at a time.
const LOCK = tenantStatement(
  'testing.lock-comparison',
  `MATCH (comparison:Comparison {tenantId: $tenantId, id: $id}) SET comparison.lock = $at
   WITH comparison RETURN comparison {.*} AS comparison`,
);
const UPDATE = tenantStatement(
  'testing.update-comparison',
  'MATCH (comparison:Comparison {tenantId: $tenantId, id: $id}) SET comparison += $properties RETURN comparison.id AS id',
);
const UPDATE_CELLS = tenantStatement(
  'testing.update-cells',
  'UNWIND $cells AS row MATCH (cell:Cell {tenantId: $tenantId, id: row.id}) SET cell += row.properties RETURN cell.id AS id',
);
const APPEND = tenantStatement(
  'testing.append-comparison-events',
  `MATCH (comparison:Comparison {tenantId: $tenantId, id: $id}) SET comparison.lastSeq = comparison.lastSeq + size($events)
   WITH comparison.lastSeq - size($events) AS base UNWIND range(0, size($events) - 1) AS i
   CREATE (event:ComparisonEvent {tenantId: $tenantId, comparisonId: $id, seq: base + i + 1})
   SET event.name = $events[i].name, event.at = $events[i].at, event.data = $events[i].data
   RETURN base + i + 1 AS seq ORDER BY seq`,
);
/** Now, by the database's clock: a worker is asked for. The fence refuses whoever worked on it before. */
const ENQUEUE = tenantStatement(
  'testing.enqueue-comparison',
  `MATCH (comparison:Comparison {tenantId: $tenantId, id: $id})
   SET comparison.queue = $queue, comparison.runAs = $runAs, comparison.attempts = 0, comparison.fence = comparison.fence + 1,
     comparison.dueAtMs = datetime.realtime().epochMillis
   RETURN comparison.id AS id`,
);
const DEQUEUE = tenantStatement(
  'testing.dequeue-comparison',
  `MATCH (comparison:Comparison {tenantId: $tenantId, id: $id}) SET comparison.fence = comparison.fence + 1
   REMOVE comparison.dueAtMs, comparison.claimedBy RETURN comparison.id AS id`,
);

/** Events of one read; a longer replay takes several. */
const EVENT_PAGE = 200;
/** Sorts after every id. */
const END = '\uFFFF';

/** Changes of a comparison, its cells and what is told about them, in one transaction. */
export interface ComparisonWrite {
  readonly comparison?: Partial<ComparisonRecord>;
  readonly cells?: readonly { readonly id: string; readonly properties: Partial<CellRecord> }[];
  readonly events?: readonly NewComparisonEvent[];
}

/** Comparisons of tenants. Whether a viewer may see one is decided by its agent, before. */
export class ComparisonStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async byIds(tenantId: string, ids: readonly string[]): Promise<readonly ComparisonRecord[]> {
    return (await this.#database.tenant(tenantId).read(BY_IDS, { ids }, comparisonRow)).map((row) => row.comparison);
  }

  /** Newest first; up to `page.first + 1` rows. */
  async page(tenantId: string, agentId: string, page: PageRequest): Promise<readonly ComparisonRecord[]> {
    const parameters = { agentId, before: page.after?.[0] ?? END, limit: page.first + 1 };
    return (await this.#database.tenant(tenantId).read(PAGE, parameters, comparisonRow)).map((row) => row.comparison);
  }

  /** By case, then by variant. */
  async cellsOf(tenantId: string, comparisonIds: readonly string[]): Promise<readonly CellRecord[]> {
    return (await this.#database.tenant(tenantId).read(CELLS, { ids: comparisonIds }, cellRow)).map((row) => row.cell);
  }

  async cell(tenantId: string, id: string): Promise<CellRecord | null> {
    return (await this.#database.tenant(tenantId).read(CELL, { id }, cellRow))[0]?.cell ?? null;
  }

  async lockedCells(transaction: TenantTransaction, comparisonId: string): Promise<readonly CellRecord[]> {
    return (await transaction.run(CELLS, { ids: [comparisonId] }, cellRow)).map((row) => row.cell);
  }

  /** The next events after `after`, oldest first; none = that was all. */
  eventsSince(tenantId: string, comparisonId: string, after: number): Promise<readonly ComparisonEventRecord[]> {
    return this.#database.tenant(tenantId).read(EVENTS, { comparisonId, after, limit: EVENT_PAGE }, eventRow);
  }

  async create(
    transaction: TenantTransaction,
    comparison: ComparisonRecord,
    cells: readonly CellRecord[],
  ): Promise<void> {
    const parameters = { properties: { ...stored(comparison), fence: 0 }, cells: cells.map(stored) };
    await transaction.run(CREATE, parameters, idRow);
  }

  async lock(transaction: TenantTransaction, id: string, at: string): Promise<ComparisonRecord | null> {
    return (await transaction.run(LOCK, { id, at }, comparisonRow))[0]?.comparison ?? null;
  }

  /** Call under the comparison's lock. @returns the events with their numbers, to be published after the commit */
  async write(
    transaction: TenantTransaction,
    id: string,
    { comparison, cells = [], events = [] }: ComparisonWrite,
  ): Promise<readonly ComparisonEventRecord[]> {
    if (comparison !== undefined) await transaction.run(UPDATE, { id, properties: stored(comparison) }, idRow);
    if (cells.length > 0) {
      const rows = cells.map((cell) => ({ id: cell.id, properties: stored(cell.properties) }));
      await transaction.run(UPDATE_CELLS, { cells: rows }, idRow);
    }
    if (events.length === 0) return [];
    const rows = events.map(({ data, ...event }) => ({ ...event, data: JSON.stringify(data) }));
    const numbers = await transaction.run(APPEND, { id, events: rows }, seqRow);
    return events.map((event, index) => ({ ...event, seq: numbers[index]?.seq ?? null }));
  }

  /** From the commit on a worker takes it, in the name of the person. */
  async enqueue(transaction: TenantTransaction, id: string, queue: string, runAs: Viewer): Promise<void> {
    await transaction.run(ENQUEUE, { id, queue, runAs: JSON.stringify(runAs) }, idRow);
  }

  /** No worker takes it, and whoever works on it writes nothing more. */
  async dequeue(transaction: TenantTransaction, id: string): Promise<void> {
    await transaction.run(DEQUEUE, { id }, idRow);
  }
}

/** Lists and objects as the text of their JSON; null removes the property. */
function stored(record: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(z.record(z.string(), z.unknown()).parse(record)).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ]),
  );
}
