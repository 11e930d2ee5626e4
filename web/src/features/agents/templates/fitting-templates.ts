interface Searched {
  readonly name: string;
  readonly description: string;
  readonly useCase: string;
}

export interface UseCase {
  readonly name: string;
  /** Templates of it that fit the words. */
  readonly count: number;
}

export interface FittingTemplates<One> {
  readonly templates: readonly One[];
  /** Of those that fit the words, by name; the chosen one also when it has none. */
  readonly uses: readonly UseCase[];
}

/** Templates that hold every word of the search, of the chosen use. */
export function fittingTemplates<One extends Searched>(
  templates: readonly One[],
  { words, useCase }: { readonly words: string | undefined; readonly useCase: string | undefined },
): FittingTemplates<One> {
  const wanted = (words ?? '').toLowerCase().split(/\s+/u).filter(Boolean);
  const fitting = templates.filter((template) => {
    const text = `${template.name} ${template.description} ${template.useCase}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  const counts = new Map<string, number>(useCase === undefined ? [] : [[useCase, 0]]);
  for (const template of fitting) counts.set(template.useCase, (counts.get(template.useCase) ?? 0) + 1);
  return {
    templates: useCase === undefined ? fitting : fitting.filter((template) => template.useCase === useCase),
    uses: [...counts]
      .map(([name, count]) => ({ name, count }))
      .toSorted((left, right) => left.name.localeCompare(right.name)),
  };
}
