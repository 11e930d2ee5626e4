import type { Statement } from './statement.ts';

/** `(name:Label:Other {…})` with whatever stands between the braces; `(:Label)` counts too. */
const NODE_PATTERN = /\(\s*(\w*)\s*:\s*([\w:|&\s]+?)\s*(\{[^{}]*\})?\s*\)/gu;
/** `SET n:Label` and `WHERE n:Label` name labels without a pattern; procedures yield nodes that must be filtered. */
const YIELDS_NODES = /CALL\s+db\.index\.(fulltext|vector)\.query(Nodes|Relationships)/iu;

/** What may stand for the tenant: the injected parameter, or in a batch the tenant of a row or of a part made from one. */
const TENANT = {
  tenant: /tenantId:\$tenantId\b/u,
  batch: /tenantId:\w+(\[\w+\])?\.tenantId\b/u,
} as const;
/** Plumbing that belongs to the installation, such as the head of an outbox lane; no tenant has this id. */
const INSTALLATION = /tenantId:"system"/u;

/**
 * What breaks the rules of tenancy in one statement, one sentence each; empty = none.
 * A pattern is safe when its braces carry the tenant. A node yielded by a search procedure must be filtered by tenant in the same statement.
 */
export function checkStatement(statement: Statement): readonly string[] {
  const { kind, name } = statement;
  if (kind === 'system') {
    return statement.reason.trim().length >= 15 ? [] : [`${name}: a system statement needs a reason of one sentence.`];
  }
  const text = statement.cypher.replaceAll(/\/\/[^\n]*/gu, '').replaceAll(/'[^']*'/gu, "''");
  const problems: string[] = [];
  for (const [pattern, , , properties = ''] of text.matchAll(NODE_PATTERN)) {
    const plain = properties.replaceAll(/\s/gu, '');
    if (!TENANT[kind].test(plain) && !(kind === 'batch' && INSTALLATION.test(plain))) {
      problems.push(`${name}: the pattern ${pattern} does not carry the tenant.`);
    }
  }
  const tenant = kind === 'tenant' ? '$tenantId' : 'row.tenantId';
  if (YIELDS_NODES.test(text) && !text.replaceAll(/\s/gu, '').includes(`.tenantId=${tenant}`)) {
    problems.push(
      `${name}: nodes of a search procedure must be filtered by tenantId = ${tenant} in the same statement.`,
    );
  }
  if (kind === 'tenant' && !text.includes('$tenantId')) problems.push(`${name}: $tenantId does not occur.`);
  return problems;
}
