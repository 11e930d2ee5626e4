import { type Database, systemStatement, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import { DemoState } from '../demo-state.ts';
import type { TenantRecord } from '../tenant.ts';
import type { Change } from './identity-changes.ts';
import { idRow, tenant } from './rows.ts';

const CREATE = tenantStatement(
  'identity.create-tenant',
  `CREATE (tenant:Tenant {tenantId: $tenantId, id: $tenantId, name: $name, slug: $slug, demo: $demo, createdAt: $at})
   CREATE (user:User {tenantId: $tenantId, id: $ownerId, email: $ownerEmail, name: $ownerName, roleKey: 'owner', expertise: [],
     status: 'INVITED', createdAt: $at, updatedAt: $at})
   CREATE (user)-[:BELONGS_TO {since: $at}]->(tenant)
   RETURN tenant.id AS id`,
);
const BY_ID = tenantStatement(
  'identity.tenant-by-id',
  'MATCH (tenant:Tenant {tenantId: $tenantId, id: $tenantId}) RETURN tenant {.*} AS tenant',
);
// The lock makes checks of "the last owner" of two writers wait for each other.
const LOCK = tenantStatement(
  'identity.lock-tenant',
  'MATCH (tenant:Tenant {tenantId: $tenantId, id: $tenantId}) SET tenant.lock = $nonce RETURN tenant.id AS id',
);
const FIRST = systemStatement(
  'identity.first-tenant',
  'The launcher asks whether this installation was ever used, before anybody is signed in.',
  `MATCH (tenant:Tenant) WITH tenant ORDER BY tenant.createdAt, tenant.id LIMIT 1
   MATCH (owner:User {tenantId: tenant.id, roleKey: 'owner'}) WHERE owner.status <> 'DEACTIVATED'
   WITH tenant, owner ORDER BY owner.createdAt, owner.id LIMIT 1
   RETURN tenant.id AS tenantId, owner.id AS ownerId,
     EXISTS { MATCH (user:User {tenantId: tenant.id, roleKey: 'owner'}) WHERE user.passwordHash IS NOT NULL AND user.status = 'ACTIVE' }
     OR EXISTS {
       MATCH (session:Session {tenantId: tenant.id}) WHERE session.revokedAt IS NULL AND session.expiresAtMs > $nowMs
       MATCH (user:User {tenantId: tenant.id, id: session.userId, roleKey: 'owner'})
     } AS reachable, tenant.demo AS demo`,
);
const SET_DEMO = tenantStatement(
  'identity.set-demo',
  'MATCH (tenant:Tenant {tenantId: $tenantId, id: $tenantId}) SET tenant.demo = $demo RETURN tenant.id AS id',
);

const firstRow = z.object({
  tenantId: z.string(),
  ownerId: z.string(),
  reachable: z.boolean(),
  demo: z.enum(DemoState).nullable(),
});

export interface NewTenant {
  readonly name: string;
  readonly slug: string;
  readonly ownerId: string;
  readonly ownerEmail: string;
  readonly ownerName: string;
  /** Null = it gets none. */
  readonly demo: DemoState | null;
}

export class TenantStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async byId(tenantId: string): Promise<TenantRecord | null> {
    const [row] = await this.#database.tenant(tenantId).read(BY_ID, {}, z.object({ tenant }));
    return row?.tenant ?? null;
  }

  /** The oldest tenant with its oldest owner; `reachable` when an owner can sign in there or is signed in. */
  async first(nowMs: number): Promise<Readonly<z.infer<typeof firstRow>> | null> {
    const [row] = await this.#database.read(FIRST, { nowMs }, firstRow);
    return row ?? null;
  }

  /** The tenant of the change's cause, with an owner who is invited. */
  async create(change: Change, input: NewTenant): Promise<void> {
    await change.transaction.run(CREATE, { ...input, at: change.at }, idRow);
  }

  async setDemo(change: Change, demo: DemoState): Promise<void> {
    await change.transaction.run(SET_DEMO, { demo }, idRow);
  }

  /** Until the end of the transaction no other change of roles or status goes on in this tenant. */
  async lock(change: Change): Promise<void> {
    await change.transaction.run(LOCK, { nonce: change.at }, idRow);
  }
}
