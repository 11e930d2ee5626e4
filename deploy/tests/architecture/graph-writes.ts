const CLAUSE =
  /\b(OPTIONAL MATCH|MATCH|CREATE|MERGE|WITH|RETURN|UNWIND|WHERE|ON CREATE SET|ON MATCH SET|SET|REMOVE|DETACH DELETE|DELETE|CALL|YIELD|FOREACH|ORDER BY|LIMIT|UNION)\b/g;

export interface GraphWrites {
  /** Labels of nodes that the statement creates, changes or deletes. */
  readonly labels: ReadonlySet<string>;
  /** Relationship types that it creates. */
  readonly relationships: ReadonlySet<string>;
}

/**
 * What a Cypher statement writes, read from its text. Variables get their labels from every pattern of the statement;
 * enough for statements as we write them, not a parser of Cypher.
 */
export function graphWrites(cypher: string): GraphWrites {
  const text = cypher.replaceAll(/\/\/.*$/gm, '').replaceAll(/'[^']*'|"[^"]*"/g, "''");
  const clauses = splitClauses(text);
  const labelOf = new Map<string, string>();
  for (const [, variable, label] of text.matchAll(/\(\s*(\w+)\s*:\s*(\w+)/g)) labelOf.set(variable ?? '', label ?? '');

  const labels = new Set<string>();
  const relationships = new Set<string>();
  const writes = (variable: string | undefined) => {
    const label = labelOf.get(variable ?? '');
    if (label !== undefined) labels.add(label);
  };
  const boundBefore = new Set<string>();
  for (const { keyword, body } of clauses) {
    if (keyword === 'CREATE' || keyword === 'MERGE') {
      for (const [, variable, label] of body.matchAll(/\(\s*(\w*)\s*:\s*(\w+)/g))
        if (!boundBefore.has(variable ?? '')) labels.add(label ?? '');
      for (const [, type] of body.matchAll(/\[\s*\w*\s*:\s*(\w+)/g)) relationships.add(type ?? '');
    }
    if (keyword.endsWith('SET') || keyword === 'REMOVE') {
      for (const [, variable] of body.matchAll(/(?:^|,)\s*(\w+)\s*(?:\.\w+\s*=|\+=|=\s*[{$]|:)/g)) writes(variable);
    }
    if (keyword.endsWith('DELETE')) for (const variable of body.split(',')) writes(variable.trim());
    for (const [, variable] of body.matchAll(/\(\s*(\w+)\s*:/g)) boundBefore.add(variable ?? '');
  }
  return { labels, relationships };
}

function splitClauses(text: string): { keyword: string; body: string }[] {
  const found = [...text.matchAll(CLAUSE)];
  return found.map((match, index) => ({
    keyword: match[0],
    body: text.slice(match.index + match[0].length, found[index + 1]?.index ?? text.length),
  }));
}
