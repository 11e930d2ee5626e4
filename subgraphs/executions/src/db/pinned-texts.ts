import { createHash } from 'node:crypto';
import { type Database, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';

const KEEP = tenantStatement(
  'executions.keep-pinned-text',
  'MERGE (p:PinnedText {tenantId: $tenantId, hash: $hash}) ON CREATE SET p.text = $text RETURN p.hash AS hash',
);
const FIND = tenantStatement(
  'executions.pinned-text',
  'MATCH (p:PinnedText {tenantId: $tenantId, hash: $hash}) RETURN p.text AS text',
);

/** Texts that are remembered, written or read; an agent that runs often is asked for once. */
const MAXIMUM_REMEMBERED = 2_000;

/**
 * Texts that many executions share (the specification, the rights of the starter), kept once by their hash and never changed.
 * Inline they would be three quarters of what accepting writes and claiming reads.
 */
export class PinnedTexts {
  readonly #database: Database;
  readonly #remembered = new Map<string, string>();
  /** Writes under way: the first runs of an agent come together, and each would wait for the lock of the others. */
  readonly #keeping = new Map<string, Promise<void>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Answers the hash; the text is committed when this resolves. */
  async keep(tenantId: string, text: string): Promise<string> {
    const hash = createHash('sha256').update(text).digest('base64url');
    const key = `${tenantId}/${hash}`;
    if (this.#remembered.has(key)) return hash;
    const keeping = this.#keeping.get(key) ?? this.#write(tenantId, hash, text);
    this.#keeping.set(key, keeping);
    try {
      await keeping;
    } finally {
      if (this.#keeping.get(key) === keeping) this.#keeping.delete(key);
    }
    return hash;
  }

  async find(tenantId: string, hash: string): Promise<string> {
    const known = this.#remembered.get(`${tenantId}/${hash}`);
    if (known !== undefined) return known;
    const [row] = await this.#database.tenant(tenantId).read(FIND, { hash }, z.object({ text: z.string() }));
    if (row === undefined) throw new Error(`The pinned text ${hash} is not in the record.`);
    this.#remember(tenantId, hash, row.text);
    return row.text;
  }

  async #write(tenantId: string, hash: string, text: string): Promise<void> {
    await this.#database.tenant(tenantId).write(KEEP, { hash, text }, z.object({ hash: z.string() }));
    this.#remember(tenantId, hash, text);
  }

  #remember(tenantId: string, hash: string, text: string): void {
    if (this.#remembered.size >= MAXIMUM_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(`${tenantId}/${hash}`, text);
  }
}
