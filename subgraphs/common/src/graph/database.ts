import neo4j, { type Driver, Neo4jError, type QueryResult } from 'neo4j-driver';
import type { z } from 'zod';
import { DatabaseUnavailableError } from './database-unavailable-error.ts';
import { isConnectionLost } from './is-connection-lost.ts';
import { repeatTransient } from './repeat-transient.ts';
import type { BatchStatement, Statement, SystemStatement, TenantStatement } from './statement.ts';

/** Values of a statement: JSON plus byte arrays; integers are sent as Neo4j integers. */
export type Parameters = Readonly<Record<string, unknown>>;

export interface DatabaseOptions {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  /** @default 'neo4j' */
  readonly name?: string;
  /** @default 50 */
  readonly connections?: number;
}

/** Several statements of one tenant in one transaction. */
export interface TenantTransaction {
  readonly tenantId: string;
  run<Row>(statement: TenantStatement, parameters: Parameters, row: z.ZodType<Row>): Promise<Row[]>;
  /** For plumbing such as the outbox, whose rows carry the tenant themselves. */
  runBatch<Row>(statement: BatchStatement, parameters: Parameters, row: z.ZodType<Row>): Promise<Row[]>;
}

/** All statements of one tenant; the only way for a service to reach nodes of tenants. */
export interface TenantSession {
  readonly tenantId: string;
  read<Row>(statement: TenantStatement, parameters: Parameters, row: z.ZodType<Row>): Promise<Row[]>;
  write<Row>(statement: TenantStatement, parameters: Parameters, row: z.ZodType<Row>): Promise<Row[]>;
  /** May run several times: transient failures such as deadlocks are retried, so `work` must have no side effect of its own. */
  transaction<Result>(work: (transaction: TenantTransaction) => Promise<Result>): Promise<Result>;
}

/** JavaScript integers travel as Neo4j integers: a float property would print as 1.0 and break comparison with integers. */
function encode(value: unknown): unknown {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? neo4j.int(value) : value;
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof Uint8Array || value === null || typeof value !== 'object') return value;
  if (neo4j.isInt(value)) return value;
  const encoded: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    encoded[key] = typeof entry === 'string' ? entry : entry instanceof FloatValue ? entry.value : encode(entry);
  }
  return encoded;
}

/** A number that is a float even when it happens to be whole, such as a vector component or a score. */
export class FloatValue {
  readonly value: number | readonly number[];
  constructor(value: number | readonly number[]) {
    this.value = value;
  }
}

/** Not there, or unable to write its log, as on a full disk: then it refuses every transaction until it is started again. */
const AWAY = /DatabaseUnavailable|^Neo\.DatabaseError\.(?:Transaction|Database)\./u;

function mapped(error: unknown): unknown {
  const isAway = error instanceof Neo4jError && AWAY.test(error.code);
  return isAway || isConnectionLost(error) ? new DatabaseUnavailableError(error) : error;
}

/** Runs a statement where it belongs: in a transaction, or as one of its own. */
type Runner = (cypher: string, parameters: Record<string, unknown>) => PromiseLike<QueryResult>;

async function runIn<Row>(
  run: Runner,
  statement: Statement,
  parameters: Parameters,
  row: z.ZodType<Row>,
): Promise<Row[]> {
  const result = await run(statement.cypher, encode(parameters) as Record<string, unknown>);
  return result.records.map((record) => row.parse(record.toObject()));
}

/**
 * The server ends a transaction after this long. A client that a network cut off in the middle of one would hold its locks until
 * TCP gives up, hours later, and nobody could take over its work.
 */
const LIMITS = { timeout: 30_000 };

/** Neo4j, the one record. Every statement is registered, every row is parsed by a schema. */
export class Database implements AsyncDisposable {
  readonly #driver: Driver;
  readonly #name: string;

  constructor(options: DatabaseOptions) {
    this.#name = options.name ?? 'neo4j';
    this.#driver = neo4j.driver(options.uri, neo4j.auth.basic(options.user, options.password), {
      disableLosslessIntegers: true,
      maxConnectionPoolSize: options.connections ?? 50,
      connectionAcquisitionTimeout: 10_000, // 10 seconds
      connectionTimeout: 5_000, // 5 seconds
      maxTransactionRetryTime: 8_000, // 8 seconds; longer outages are for the caller to decide
      telemetryDisabled: true,
    });
  }

  /** @throws DatabaseUnavailableError when nothing answers */
  async verify(): Promise<void> {
    await this.#attempt(async () => {
      await this.#driver.executeQuery('RETURN 1', {}, { database: this.#name });
    });
  }

  tenant(tenantId: string): TenantSession {
    const bound = (parameters: Parameters): Parameters => ({ ...parameters, tenantId });
    return {
      tenantId,
      read: (statement, parameters, row) => this.#read(statement, bound(parameters), row),
      write: (statement, parameters, row) => this.#write(statement, bound(parameters), row),
      transaction: (work) =>
        this.#transaction((run) =>
          work({
            tenantId,
            run: (statement, parameters, row) => runIn(run, statement, bound(parameters), row),
            runBatch: (statement, parameters, row) => runIn(run, statement, parameters, row),
          }),
        ),
    };
  }

  read<Row>(statement: BatchStatement | SystemStatement, parameters: Parameters, row: z.ZodType<Row>): Promise<Row[]> {
    return this.#read(statement, parameters, row);
  }

  write<Row>(statement: BatchStatement | SystemStatement, parameters: Parameters, row: z.ZodType<Row>): Promise<Row[]> {
    return this.#write(statement, parameters, row);
  }

  /**
   * Runs a statement that a library generated from declared types, as it is, in a transaction in which the server refuses writes.
   * It cannot be registered: the service that uses it proves by a property test that its tenants stay apart.
   */
  async readGenerated(cypher: string, parameters: Readonly<Record<string, unknown>>): Promise<QueryResult> {
    return this.#single('READ', async (run) => run(cypher, { ...parameters }));
  }

  /**
   * Schema changes and other text that is made by migrations only; not registered, never with user data. Several are one transaction:
   * the server makes a new index ready at each commit, and that is what takes the time.
   */
  async migrate(...statements: readonly string[]): Promise<void> {
    try {
      await this.#attempt(() => this.#change(statements));
    } catch (error) {
      // Of two that make the same index at once, one is told so in spite of IF NOT EXISTS, and what came with it is undone.
      if (!(error instanceof Neo4jError) || error.code !== 'Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists')
        throw error;
      // oxlint-disable-next-line no-await-in-loop -- one transaction after the other: they would wait for each other's locks
      if (statements.length > 1) for (const statement of statements) await this.migrate(statement);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#driver.close();
  }

  async #change(statements: readonly string[]): Promise<void> {
    const session = this.#driver.session({ database: this.#name });
    try {
      // Retried: two processes that migrate at once may deadlock on the lock of a label.
      await session.executeWrite(async (transaction) => {
        // oxlint-disable-next-line no-await-in-loop -- a transaction runs one statement at a time
        for (const statement of statements) await transaction.run(statement);
      });
    } finally {
      await session.close();
    }
  }

  #read<Row>(statement: Statement, parameters: Parameters, row: z.ZodType<Row>): Promise<Row[]> {
    return this.#single('READ', (run) => runIn(run, statement, parameters, row));
  }

  #write<Row>(statement: Statement, parameters: Parameters, row: z.ZodType<Row>): Promise<Row[]> {
    return this.#single('WRITE', (run) => runIn(run, statement, parameters, row));
  }

  /** One statement is a transaction of its own: one round trip, where BEGIN, RUN and COMMIT are three. */
  #single<Result>(mode: 'READ' | 'WRITE', work: (run: Runner) => Promise<Result>): Promise<Result> {
    return this.#attempt(() =>
      repeatTransient(async () => {
        const session = this.#driver.session({ database: this.#name, defaultAccessMode: mode });
        try {
          return await work((cypher, values) => session.run(cypher, values, LIMITS));
        } finally {
          await session.close();
        }
      }),
    );
  }

  #transaction<Result>(work: (run: Runner) => Promise<Result>): Promise<Result> {
    return this.#attempt(() =>
      repeatTransient(async () => {
        const session = this.#driver.session({ database: this.#name, defaultAccessMode: 'WRITE' });
        try {
          return await session.executeWrite(
            (transaction) => work((cypher, values) => transaction.run(cypher, values)),
            LIMITS,
          );
        } finally {
          await session.close();
        }
      }),
    );
  }

  async #attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw mapped(error);
    }
  }
}
