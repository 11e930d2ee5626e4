/**
 * A Cypher statement of one package, registered under a name so that a test can parse all of them.
 * `tenant`: `$tenantId` is injected and every labelled pattern carries it. `batch`: every pattern carries `row.tenantId`.
 * `system`: crosses tenants or has none, with a written reason.
 */
export type Statement =
  | { readonly kind: 'tenant'; readonly name: string; readonly cypher: string }
  | { readonly kind: 'batch'; readonly name: string; readonly cypher: string }
  | { readonly kind: 'system'; readonly name: string; readonly cypher: string; readonly reason: string };

export type TenantStatement = Extract<Statement, { kind: 'tenant' }>;
export type BatchStatement = Extract<Statement, { kind: 'batch' }>;
export type SystemStatement = Extract<Statement, { kind: 'system' }>;

const registered = new Map<string, Statement>();

function register<Registered extends Statement>(statement: Registered): Registered {
  if (registered.has(statement.name)) throw new Error(`The statement "${statement.name}" is registered twice.`);
  registered.set(statement.name, statement);
  return statement;
}

/** @param name `<package>.<what-it-does>`, unique */
export function tenantStatement(name: string, cypher: string): TenantStatement {
  return register({ kind: 'tenant', name, cypher });
}

/** For group commits: `$rows` is unwound as `row`, each with its own tenant. */
export function batchStatement(name: string, cypher: string): BatchStatement {
  return register({ kind: 'batch', name, cypher });
}

/** @param reason why this statement may look across tenants, one sentence */
export function systemStatement(name: string, reason: string, cypher: string): SystemStatement {
  return register({ kind: 'system', name, cypher, reason });
}

/** All statements of the modules that were loaded so far, for the checks. */
export function registeredStatements(): readonly Statement[] {
  return [...registered.values()];
}
