import type { Statement } from './statement.ts';

/** `(name:Label:Other {…})` with whatever stands between the braces; `(:Label)` counts too. */
const NODE_PATTERN = /\(\s*(\w*)\s*:\s*([\w:|&\s]+?)\s*(\{[^{}]*\})?\s*\)/gu;
/** `SET n:Label` and `WHERE n:Label` name labels without a pattern; procedures yield nodes that must be filtered. */
const YIELDS_NODES = /CALL\s+db\.index\.(fulltext|vector)\.query(Nodes|Relationships)/iu;

/**
 * What breaks the rules of tenancy in one statement, one sentence each; empty = none.
 * A pattern is safe when its braces carry the tenant. A node yielded by a search procedure must be filtered by tenant in the same statement.
 */
export function checkStatement(statement: Statement): readonly string[] {
  if (statement.kind === 'system')
    return statement.reason.trim().length >= 15
      ? []
      : [`${statement.name}: a system statement needs a reason of one sentence.`];
  const tenant = statement.kind === 'tenant' ? '$tenantId' : 'row.tenantId';
  const text = statement.cypher.replaceAll(/\/\/[^\n]*/gu, '').replaceAll(/'[^']*'/gu, "''");
  const problems: string[] = [];
  for (const [pattern, , , properties = ''] of text.matchAll(NODE_PATTERN)) {
    if (!properties.replaceAll(/\s/gu, '').includes(`tenantId:${tenant}`))
      problems.push(`${statement.name}: the pattern ${pattern} does not carry tenantId: ${tenant}.`);
  }
  if (YIELDS_NODES.test(text) && !text.replaceAll(/\s/gu, '').includes(`.tenantId=${tenant}`)) {
    problems.push(
      `${statement.name}: nodes of a search procedure must be filtered by tenantId = ${tenant} in the same statement.`,
    );
  }
  if (statement.kind === 'tenant' && !text.includes('$tenantId'))
    problems.push(`${statement.name}: $tenantId does not occur.`);
  return problems;
}
